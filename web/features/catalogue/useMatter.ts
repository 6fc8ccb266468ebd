import { computed, inject, nextTick, provide, reactive, ref, shallowRef, type ComputedRef, type InjectionKey, type Ref, type ShallowRef } from 'vue'
import { useDraft, useTask, type Draft, type Task } from '@/shared/async'
import { useSession } from '@/shared/auth'
import { newKey } from '@/shared/http'
import { actOn, discardDraft, listFiles, listLifeEvents, listProcesses, listRules, listTopics, loadVersions, put, saveDraft, validate, type MatterDetail, type MatterFile, type Validation, type Version } from './api'
import { changedElements, targetOf, trimmedContent, type Content } from './content'

export interface Option {
  value: string
  label: string
  lang?: string
}
export interface Matter {
  id: string
  detail: MatterDetail
  content: Content
  before: Content | null
  revision: Ref<number>
  stage: Ref<string>
  versionNumber: Ref<number>
  versions: ShallowRef<Version[]>
  note: Ref<string>
  section: Ref<string>
  isEditing: Ref<boolean>
  isLocked: ComputedRef<boolean>
  /** Nothing can be settled or written any more: under review, or cancelled. */
  isClosed: ComputedRef<boolean>
  changed: ComputedRef<string[]>
  validation: ShallowRef<Validation>
  files: ShallowRef<MatterFile[]>
  topics: ShallowRef<{ person: Option[]; corp: Option[]; life: Option[]; processes: Option[]; rules: Option[] }>
  draft: Draft
  acting: Task<[() => Promise<unknown>], boolean>
  jump: (field: string) => Promise<void>
  show: (section: string, id?: string) => Promise<void>
  post: (path: string, body?: object) => Promise<boolean>
  write: (path: string, body: object) => Promise<boolean>
  discard: () => Promise<boolean>
  refreshFiles: () => Promise<void>
}
const key: InjectionKey<Matter> = Symbol('matter')

export interface Loaded {
  detail: MatterDetail
  versions: Version[]
  /** Content of the version this one follows. */
  before: Content | null
}

/** One matter being edited: its content as it is typed, saved by itself, and what can be done with it. */
export function provideMatter(loaded: Loaded, reload: () => void): Matter {
  const { detail } = loaded
  const session = useSession()
  const content = reactive(structuredClone(detail.content)) as Content
  const revision = ref(detail.revision)
  const stage = ref(detail.version.state.code)
  const versionNumber = ref(detail.version.version)
  const versions = shallowRef(loaded.versions)
  const note = ref(stage.value === 'draft' ? detail.version.note : '')
  const section = ref('identity')
  const isEditing = ref(stage.value === 'draft')
  const isClosed = computed(() => stage.value === 'in_review' || detail.status.code === 'cancelled' || !session.may('matter.edit'))
  const isLocked = computed(() => isClosed.value || !isEditing.value)
  const before = stage.value === 'published' ? detail.content : loaded.before
  const validation = shallowRef<Validation>({ is_publishable: !detail.problems.some((one) => one.severity === 'error'), completeness: detail.completeness, problems: detail.problems })
  const files = shallowRef<MatterFile[]>([])
  const topics = shallowRef<{ person: Option[]; corp: Option[]; life: Option[]; processes: Option[]; rules: Option[] }>({ person: [], corp: [], life: [], processes: [], rules: [] })

  const draft = useDraft(
    () => [content, note.value] as const,
    async () => {
      const saved = await saveDraft(detail.id, revision.value, trimmedContent(content), note.value.trim())
      revision.value = saved.revision
      if (stage.value === 'published') {
        stage.value = 'draft'
        versions.value = await loadVersions(detail.id)
        versionNumber.value = Math.max(...versions.value.map((one) => one.version))
      }
      validation.value = await validate(detail.id)
    },
    1500,
  )

  /** An act of the whole matter: what is typed goes first, what follows is read anew. */
  const acting = useTask(async (act: () => Promise<unknown>) => {
    if (!(await draft.flush())) return false
    await act()
    reload()
    return true
  })
  const run = async (act: () => Promise<unknown>) => (await acting.run(act)) === true

  async function show(name: string, id = ''): Promise<void> {
    section.value = name
    await nextTick()
    await nextTick() // a section that was not drawn yet draws its items after itself
    const target = (id && document.getElementById(id)) || document.getElementById('section-title')
    target?.closest('details')?.setAttribute('open', '')
    target?.scrollIntoView({ block: 'center' })
    const place = target?.matches(':disabled, fieldset:disabled *') ? target.closest<HTMLElement>('.element, .item') ?? target : target
    if (place && !place.matches('input, textarea, select, summary, button')) place.setAttribute('tabindex', '-1')
    place?.focus({ preventScroll: true })
  }
  const jump = (field: string) => {
    const target = targetOf(field, content)
    return show(target.section, target.id)
  }

  async function refreshFiles(): Promise<void> {
    files.value = await listFiles(detail.id)
  }
  async function loadChoices(): Promise<void> {
    const [all, life, processes, rules] = await Promise.all([listTopics(), listLifeEvents(), listProcesses(), listRules()])
    const of = (kind: string) => all.filter((one) => one.topic.startsWith(kind)).map((one) => ({ value: one.topic.slice(2), label: one.name, lang: 'zh-CN' }))
    topics.value = { person: of('p:'), corp: of('c:'), life: life.map((one) => ({ value: one.code, label: one.name, lang: 'zh-CN' })), processes: processes.map((one) => ({ value: one.key, label: one.name, lang: 'zh-CN' })), rules: rules.map((one) => ({ value: one.key, label: one.name, lang: 'zh-CN' })) }
  }
  void loadChoices().catch(() => undefined) // codes are shown where names could not be had
  void refreshFiles().catch(() => undefined)

  const matter: Matter = {
    id: detail.id, detail, content, before, revision, stage, versionNumber, versions, note, section, isEditing, isLocked, isClosed, validation, files, topics, draft, acting, jump, show, refreshFiles,
    changed: computed(() => changedElements(before, content)),
    post: (path, body) => run(() => actOn(detail.id, revision.value, path, body, newKey())),
    write: (path, body) => run(() => put(detail.id, revision.value, path, body)),
    discard: () => run(() => discardDraft(detail.id, revision.value)),
  }
  provide(key, matter)
  return matter
}

export function useMatter(): Matter {
  const matter = inject(key)
  if (!matter) throw new Error('useMatter outside of a matter')
  return matter
}
