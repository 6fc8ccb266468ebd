import { computed, inject, nextTick, onBeforeUnmount, onMounted, provide, reactive, ref, shallowRef, type InjectionKey } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useDraft, useTask } from '@/shared/async'
import { answerText, componentsOf, initialAnswers, isObject, sentAnswers, shownFields, withPart, type Answer } from '@/shared/forms'
import { hasSlug, newKey, ProblemError, type FieldError, type Versioned } from '@/shared/http'
import { translate } from '@/shared/i18n/translate'
import { createDraft, loadDraft, loadPrefill, saveDraft, submit, type Draft, type DraftOrder, type Prefilled, type Principal, type Profile } from './api'
import { materialsFor, questionsFor, type Guide } from './guide'
import { knownAnswer, type Known } from './known'
import { applicationOf, contentFrom, hostOf, nextQuestion, placeOf, stateOf, type Part, type Place } from './steps'

export interface Opened {
  guide: Guide
  principals: Principal[]
  profile: Profile | null
  draft: Versioned<Draft> | null
}
export type ApplicationFlow = ReturnType<typeof useApplication>
const flowKey: InjectionKey<ApplicationFlow> = Symbol('application')

/** One application being filled in: its answers, its draft on the server, and the way through its pages. */
export function useApplication(opened: Opened) {
  const { guide, principals, profile } = opened
  const router = useRouter()
  const route = useRoute()
  const content = reactive(contentFrom(opened.draft?.value.content))
  const partyId = ref(opened.draft?.value.party_id && opened.draft.value.party_id !== '0' ? opened.draft.value.party_id : '')
  const draftId = ref(opened.draft?.value.id ?? '')
  const place = computed<Place>(() => [route.params.step, route.params.part].filter(Boolean).join('/'))
  /** Where the draft opens again: the page that was reached, not the one that was left. */
  const reached = ref<Place>(place.value === 'resume' ? (opened.draft?.value.step ?? '') : place.value)
  const errors = shallowRef<FieldError[]>([])
  const caseId = ref('')
  let etag = opened.draft?.etag ?? ''
  // Made once per visit: pressing twice, a lost answer and a new try are the same intent.
  const draftKey = newKey()
  const submitKey = newKey()

  const order = (): DraftOrder => ({ matter_id: guide.id, ...(partyId.value ? { party_id: partyId.value } : {}), step: reached.value, content })

  /** Somebody, perhaps this person in another window, handed the draft in already. */
  async function followSubmitted(error: unknown): Promise<boolean> {
    if (!(error instanceof ProblemError) || !draftId.value) return false
    if (!hasSlug(error.problem, 'approval/draft-submitted') && !hasSlug(error.problem, 'platform/idempotency-key-reused')) return false
    const found = (await loadDraft(draftId.value)).value.case_id
    if (found) await leaveTo(found)
    return !!found
  }
  async function leaveTo(id: string): Promise<void> {
    caseId.value = id
    await router.replace({ path: `/apply/${guide.id}/done`, query: { case: id } })
  }
  async function save(): Promise<void> {
    if (caseId.value) return
    try {
      const saved = draftId.value ? await saveDraft(draftId.value, order(), etag) : await createDraft(order(), draftKey)
      etag = saved.etag
      draftId.value = saved.value.id
    } catch (error) {
      if (!(await followSubmitted(error))) throw error
    }
  }
  const saving = useDraft(() => [content, partyId.value, reached.value] as const, save)

  /** What could not be saved for want of a connection is tried again by itself. */
  const again = () => {
    const status = saving.problem.value?.status ?? -1
    if (saving.state.value === 'failed' && (status === 0 || status >= 500)) void saving.flush()
  }
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => {
    window.addEventListener('online', again)
    timer = setInterval(again, 10_000)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('online', again)
    clearInterval(timer)
  })

  /** Saves, then goes on. Only a draft that changed elsewhere keeps the person here: going on would lose one of the two. */
  async function go(next: Place, { keepsOrigin = false } = {}): Promise<void> {
    reached.value = next
    await nextTick() // the watcher of the draft has then seen the last change
    await saving.flush()
    if (saving.problem.value?.status === 412 || caseId.value) return
    const origin = keepsOrigin && route.query.from ? { from: String(route.query.from) } : {}
    await router.push({ path: `/apply/${guide.id}/${next}`, query: { ...(draftId.value ? { draft: draftId.value } : {}), ...origin } })
  }
  /** Continues; whoever came from the check page to mend one thing goes back there. */
  async function goOn(next: Place): Promise<void> {
    if (route.query.from === 'check' && !nextQuestion(guide, content).startsWith('situation')) return go('check')
    return go(next, { keepsOrigin: true })
  }
  function finish(part: Part): void {
    if (!content.done.includes(part)) content.done.push(part)
    errors.value = errors.value.filter((error) => placeOf(error.field) !== part)
  }

  const task = useTask(async (isDeclared: boolean) => {
    await nextTick()
    await saving.flush()
    if (saving.problem.value?.status === 412) throw new ProblemError(saving.problem.value)
    const ids = { party: partyId.value, draft: draftId.value }
    try {
      return await submit(applicationOf(guide, content, ids, sentAnswers(guide.form, content.form), isDeclared), submitKey)
    } catch (error) {
      if (await followSubmitted(error)) return null
      throw error
    }
  })
  /** The problems of the server land on the page and at the field they are about. */
  async function send(isDeclared: boolean): Promise<void> {
    const done = await task.run(isDeclared)
    if (done) return leaveTo(done.case_id)
    errors.value = task.problem.value?.errors ?? []
    const first = errors.value.map((error) => placeOf(error.field)).find((one) => one !== 'check')
    if (!first) return
    for (const error of errors.value) content.done = content.done.filter((part) => part !== placeOf(error.field))
    await go(first)
  }

  /** The registered name where a person is registered: a company is nobody to talk to. */
  const contactName = profile?.party?.kind === 'enterprise' ? '' : (profile?.name ?? '')
  const principal = computed(() => principals.find((one) => one.party_id === partyId.value) ?? null)
  const host = computed(() => hostOf(guide, content, principal.value?.kind))
  const guessed = ref<Record<string, string>>({})
  const known = shallowRef<Prefilled[]>([])
  const standsAt = (pointer: string) => pointer.slice(1).split('/').reduce<Answer | undefined>((answer, key) => (isObject(answer) ? answer[key] : undefined), content.form)
  /** What stands beside a field: where its value was taken from while it is that value, and what is registered when it is another. */
  const sources = computed(() => ({
    ...guessed.value,
    ...Object.fromEntries(known.value.map(({ pointer, value, source }) => {
      const is = JSON.stringify(standsAt(pointer)) === JSON.stringify(value)
      return [pointer, is || typeof value !== 'string' ? translate('apply.source.taken', { source }) : translate('apply.source.differs', { source, value })]
    })),
  }))
  /** Asks for what is known and puts it where nothing stands yet. */
  async function takeKnown(): Promise<void> {
    const who = principal.value
    if (!who) return
    known.value = await loadPrefill(guide.id, who.party_id).catch(() => []) // without it people type, as before
    for (const { pointer, value } of known.value) {
      const [key, ...path] = pointer.slice(1).split('/')
      if (answerText(standsAt(pointer)) === '') content.form[key!] = withPart(content.form[key!], path, value as Answer)
    }
  }
  /** Fills what is known already and says where it came from; what the person typed is never overwritten. */
  function prefill(): void {
    for (const [key, value] of Object.entries(initialAnswers(componentsOf(guide.form)))) content.form[key] ??= value
    const who = principal.value
    if (!who) return
    const facts: Known = {
      kind: who.kind, name: who.name, id_no: who.id_no ?? '', phone: '', address: '', legal_person: '',
      contact: content.contact_name || contactName, contact_phone: content.contact_phone,
    }
    for (const field of shownFields(guide.form, content.form, host.value)) {
      if (field.properties?.prefill || content.form[field.key]) continue // named sources are the server's to read
      const value = knownAnswer(field, facts)
      if (!value) continue
      content.form[field.key] = value
      guessed.value[field.key] = translate(field.type === 'phone' ? 'apply.source.typed' : `apply.source.${who.role}`)
    }
  }

  const flow = {
    guide, principals, profile, contactName, content, partyId, principal, draftId, place, errors, saving, sources, task, caseId,
    questions: computed(() => questionsFor(guide, content.situation)),
    materials: computed(() => materialsFor(guide, content.situation)),
    stateOf: (part: Part) => stateOf(guide, content, part, principal.value?.kind),
    host,
    go, goOn, finish, prefill, takeKnown, send,
  }
  provide(flowKey, flow)
  return flow
}

export function useFlow(): ApplicationFlow {
  const flow = inject(flowKey)
  if (!flow) throw new Error('used outside an application')
  return flow
}
