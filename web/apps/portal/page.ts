import { changeSize, hasView, leaveView, showView, toggleReading, toggleView, viewWords, type ViewWord } from '@/shared/a11y/viewMode'

/*
 * Progressive enhancement of the pages that the server renders. Every page works without it: what it adds is reached by
 * data attributes, see shell-example.html.
 */

const texts: Record<string, Record<string, string>> = {
  'zh-CN': { bar: '无障碍工具', larger: '字大一点', smaller: '字小一点', contrast: '高对比', pointer: '大光标', read: '读给我听', leave: '退出', elder: '长者版', standard: '标准版', copied: '已复制', list: '搜索建议' },
  en: { bar: 'Accessibility tools', larger: 'Larger text', smaller: 'Smaller text', contrast: 'High contrast', pointer: 'Large pointer', read: 'Read aloud', leave: 'Leave', elder: 'Senior view', standard: 'Standard view', copied: 'Copied', list: 'Suggestions' },
}
const text = (key: string) => (texts[document.documentElement.lang] ?? texts['zh-CN']!)[key]!

function viewBar(): void {
  document.querySelector('.view-bar')?.remove()
  if (!hasView('tools') && !hasView('elder')) return
  const bar = document.createElement('section')
  bar.className = 'view-bar'
  bar.setAttribute('aria-label', text('bar'))
  const wrap = bar.appendChild(document.createElement('div'))
  wrap.className = 'wrap'
  const add = (key: string, act: (button: HTMLButtonElement) => void, isPressed?: boolean) => {
    const button = wrap.appendChild(document.createElement('button'))
    button.type = 'button'
    button.className = 'btn'
    button.textContent = text(key)
    if (isPressed !== undefined) button.setAttribute('aria-pressed', String(isPressed))
    button.addEventListener('click', () => act(button))
  }
  add('larger', () => changeSize(1))
  add('smaller', () => changeSize(-1))
  add('contrast', (button) => button.setAttribute('aria-pressed', String(toggleView('contrast'))), hasView('contrast'))
  add('pointer', (button) => button.setAttribute('aria-pressed', String(toggleView('pointer'))), hasView('pointer'))
  add('read', (button) => button.setAttribute('aria-pressed', String(toggleReading())), false)
  add('leave', () => leaveView())
  document.querySelector('header.band')?.after(bar)
}

function viewSwitches(): void {
  for (const link of document.querySelectorAll<HTMLElement>('[data-view-switch]')) {
    const word = link.dataset.viewSwitch as ViewWord
    if (word === 'elder') link.textContent = text(hasView('elder') ? 'standard' : 'elder')
  }
}

function suggestions(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>('input[name="q"]')
  const source = form.dataset.suggest
  if (!input || !source) return
  const list = form.appendChild(document.createElement('ul'))
  Object.assign(list, { id: 'suggestions', className: 'suggest', hidden: true })
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', text('list'))
  input.setAttribute('role', 'combobox')
  input.autocomplete = 'off'
  const attributes = { 'aria-autocomplete': 'list', 'aria-controls': list.id, 'aria-expanded': 'false' }
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value)
  let at = -1
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | undefined

  const show = (isShown: boolean) => {
    list.hidden = !isShown
    input.setAttribute('aria-expanded', String(isShown))
    if (!isShown) input.removeAttribute('aria-activedescendant')
  }
  const mark = (next: number) => {
    at = next
    ;[...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === at)))
    if (list.children[at]) input.setAttribute('aria-activedescendant', list.children[at]!.id)
  }
  const open = (item: Element) => {
    const href = (item as HTMLElement).dataset.href
    if (href) return location.assign(href)
    input.value = (item as HTMLElement).dataset.text ?? ''
    form.requestSubmit()
  }
  const fill = async () => {
    running?.abort()
    running = new AbortController()
    const words = input.value.trim()
    if (!words) return show(false)
    try {
      const response = await fetch(`${source}${source.includes('?') ? '&' : '?'}q=${encodeURIComponent(words)}`, { signal: running.signal })
      if (!response.ok) return show(false)
      const { items } = (await response.json()) as { items: { text: string; note?: string; href?: string }[] }
      list.replaceChildren(
        ...items.slice(0, 8).map((found, i) => {
          const item = document.createElement('li')
          item.id = `suggestion-${i}`
          item.setAttribute('role', 'option')
          item.setAttribute('aria-selected', 'false')
          item.dataset.text = found.text
          if (found.href?.startsWith('/')) item.dataset.href = found.href
          item.append(Object.assign(document.createElement('span'), { textContent: found.text }))
          if (found.note) item.append(Object.assign(document.createElement('span'), { textContent: found.note, className: 'muted small' }))
          item.addEventListener('mousedown', (event) => (event.preventDefault(), open(item)))
          return item
        }),
      )
      at = -1
      show(list.children.length > 0)
    } catch {
      show(false) // suggestions are an extra: the search itself needs none
    }
  }
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => void fill(), 150)
  })
  input.addEventListener('keydown', (event) => {
    const count = list.children.length
    if (event.key === 'Escape') show(false)
    if (list.hidden || !count) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      mark(event.key === 'ArrowDown' ? (at + 1) % count : (at <= 0 ? count : at) - 1)
    }
    if (event.key === 'Enter' && at >= 0) {
      event.preventDefault()
      open(list.children[at]!)
    }
  })
  input.addEventListener('blur', () => show(false))
}

function currentSection(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.side a[href^="#"]')]
  if (!links.length || !('IntersectionObserver' in window)) return
  const observer = new IntersectionObserver(
    (entries) => {
      const seen = entries.find((entry) => entry.isIntersecting)?.target.id
      if (seen) for (const link of links) link.toggleAttribute('aria-current', link.hash === `#${seen}`)
    },
    { rootMargin: '-10% 0px -70% 0px' },
  )
  for (const link of links) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)))
    if (target) observer.observe(target)
  }
}

async function copy(button: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(button.dataset.copy ?? '')
  const before = button.textContent
  button.textContent = text('copied')
  setTimeout(() => (button.textContent = before), 2000)
}

document.addEventListener('click', (event) => {
  const target = (event.target as Element).closest<HTMLElement>('[data-view-switch], [data-print], [data-copy], [data-lang]')
  if (!target) return
  event.preventDefault()
  if (target.dataset.viewSwitch) toggleView(target.dataset.viewSwitch as ViewWord)
  else if (target.dataset.copy !== undefined) void copy(target)
  else if (target.dataset.lang) {
    document.cookie = `yimen_lang=${target.dataset.lang}; path=/; max-age=31536000; samesite=lax`
    location.reload()
  } else window.print()
})
document.addEventListener('yimen-view', () => {
  viewBar()
  viewSwitches()
})
document.documentElement.classList.add('js')
showView(viewWords())
document.querySelectorAll<HTMLFormElement>('form[data-suggest]').forEach(suggestions)
for (const hidden of document.querySelectorAll<HTMLElement>('[data-needs-js]')) hidden.hidden = false
currentSection()
// On a phone the menu scrolls sideways: the page one is on is in sight.
const here = document.querySelector<HTMLElement>('.menu a[aria-current]')
if (here?.parentElement) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 16
