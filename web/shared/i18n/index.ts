import { i18n, type Language } from './translate'

export { i18n, translate, type Language } from './translate'

type Loader = () => Promise<{ default: Record<string, string> }>
const featureLocales = import.meta.glob('../../features/*/locales/*.json') as Record<string, Loader>

let features: string[] = []

/** The cookie is what the server reads to render its own pages in the same language. */
export function preferredLanguage(): Language {
  return /(?:^|; )yimen_lang=en/.test(document.cookie) ? 'en' : 'zh-CN'
}

async function loadLanguage(language: Language): Promise<void> {
  const wanted = features.map((feature) => featureLocales[`../../features/${feature}/locales/${language}.json`])
  const parts = await Promise.all([
    language === 'en' ? import('./locales/en.json') : null,
    ...wanted.map((loader) => loader?.()),
  ])
  for (const part of parts) {
    // mergeLocaleMessage expands flat keys itself
    if (part) i18n.global.mergeLocaleMessage(language, part.default as Record<string, string>)
  }
}

/** Chinese is always loaded: it stands in where an English text is missing. */
export async function startLanguage(featureNames: string[]): Promise<void> {
  features = featureNames
  await loadLanguage('zh-CN')
  await switchLanguage(preferredLanguage())
}

/** Keeps page and typed answers: only the words change. */
export async function switchLanguage(language: Language): Promise<void> {
  if (language !== 'zh-CN') await loadLanguage(language)
  i18n.global.locale.value = language
  document.documentElement.lang = language
  document.cookie = `yimen_lang=${language}; path=/; max-age=31536000; samesite=lax`
}

/** The language one can switch to, by its own name. */
export function otherLanguage(): { language: Language; name: string } {
  return i18n.global.locale.value === 'en' ? { language: 'zh-CN', name: '中文' } : { language: 'en', name: 'English' }
}
