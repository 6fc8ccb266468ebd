import { answerText, componentsOf, problemsOf, shownFields, type FormHost } from '@/shared/forms'
import type { FieldError } from '@/shared/http'
import { translate } from '@/shared/i18n/translate'
import type { Application, Content, GivenMaterial } from './api'
import { countedAnswers, materialsFor, questionsFor, type Guide, type GuideMaterial } from './guide'

export type Part = 'form' | 'materials' | 'delivery' | 'check'
export type PartState = 'waiting' | 'new' | 'started' | 'done'
/** Where in the application a person is: "applicant", "situation/kind", "tasks", "form" … */
export type Place = string

export const emptyContent = (): Content => ({ situation: {}, form: {}, materials: {}, delivery_way: '', delivery_name: '', delivery_phone: '', delivery_address: '', contact_name: '', contact_phone: '', done: [] })

/** A draft of an older version of this program, or one cut short, still opens. */
export function contentFrom(stored: Partial<Content> | undefined): Content {
  const content = { ...emptyContent(), ...stored }
  if (!Array.isArray(content.done)) content.done = []
  return content
}

export const isNeeded = (material: GuideMaterial): boolean => material.necessity.code !== 'optional'
export const isTolerable = (material: GuideMaterial): boolean => material.necessity.code === 'tolerable'

export function givenOf(content: Content, key: string): GivenMaterial {
  return content.materials[key] ?? { way: '', file: null }
}
const isGiven = (given: GivenMaterial) => (given.way === 'electronic' ? !!given.file : given.way !== '')

/** Empty when the material will do, otherwise what is missing. */
export function materialProblem(content: Content, material: GuideMaterial): string {
  const given = givenOf(content, material.key)
  if (given.way === 'deferred' && !isTolerable(material)) return translate('apply.materials.not_tolerable', { name: material.name })
  if (!isNeeded(material) || isGiven(given)) return ''
  return translate(isTolerable(material) ? 'apply.materials.missing_tolerable' : 'apply.materials.missing', { name: material.name })
}
export const materialProblems = (guide: Guide, content: Content): FieldError[] =>
  materialsFor(guide, content.situation).flatMap((material) => {
    const detail = materialProblem(content, material)
    return detail ? [{ field: `/materials/${material.key}`, detail }] : []
  })

/** Parts that this matter has. */
export function partsOf(guide: Guide, content: Content): Part[] {
  const parts: Part[] = []
  if (componentsOf(guide.form).length) parts.push('form')
  if (materialsFor(guide, content.situation).length) parts.push('materials')
  return [...parts, 'delivery', 'check']
}

export type ApplicantKind = 'person' | 'enterprise'
/** What the rules of the form may read besides its answers. */
export function hostOf(guide: Guide, content: Content, kind?: ApplicantKind): FormHost {
  return { ...(kind ? { applicant: { kind } } : {}), situation: countedAnswers(guide, content.situation) }
}
function isFilled(guide: Guide, content: Content, part: Part, kind?: ApplicantKind): boolean {
  if (part === 'form') return !problemsOf(guide.form, content.form, { host: hostOf(guide, content, kind) }).length
  if (part === 'materials') return !materialProblems(guide, content).length
  return part === 'delivery' && !!content.delivery_way && (content.delivery_way !== 'express' || !!content.delivery_address.trim())
}
function isTouched(guide: Guide, content: Content, part: Part): boolean {
  if (part === 'form') return shownFields(guide.form, content.form).some((field) => answerText(content.form[field.key]))
  if (part === 'materials') return materialsFor(guide, content.situation).some((material) => givenOf(content, material.key).way)
  return false
}
export function stateOf(guide: Guide, content: Content, part: Part, kind?: ApplicantKind): PartState {
  if (part === 'check') return partsOf(guide, content).every((one) => one === 'check' || stateOf(guide, content, one, kind) === 'done') ? 'new' : 'waiting'
  if (content.done.includes(part) && isFilled(guide, content, part, kind)) return 'done'
  return content.done.includes(part) || isTouched(guide, content, part) ? 'started' : 'new'
}

/** The first question without an answer, else the list of parts. */
export function nextQuestion(guide: Guide, content: Content): Place {
  const next = questionsFor(guide, content.situation).find((one) => !content.situation[one.key]?.length)
  return next ? `situation/${next.key}` : 'tasks'
}
export function placeBefore(guide: Guide, content: Content, place: Place): Place {
  const questions = questionsFor(guide, content.situation).map((one) => `situation/${one.key}`)
  const way = ['applicant', ...questions, 'tasks']
  const at = way.indexOf(place)
  return at > 0 ? way[at - 1]! : at === 0 ? '' : 'tasks'
}
/** After a part: the next one that is not done, else the check. */
export function placeAfter(guide: Guide, content: Content, part: Part, kind?: ApplicantKind): Place {
  const open = partsOf(guide, content).filter((one) => one !== part && one !== 'check' && stateOf(guide, content, one, kind) !== 'done')
  return open.length ? 'tasks' : 'check'
}

/** Which page a problem of the server belongs to, by the pointer into what was sent. */
export function placeOf(pointer: string): Place {
  const [, head = '', key = ''] = pointer.split('/')
  if (head === 'form') return 'form'
  if (head === 'materials') return 'materials'
  if (head === 'situation' || head === 'situations') return `situation/${key}`
  if (head === 'applicant_party_id' || head.startsWith('contact_')) return 'applicant'
  return head.startsWith('delivery_') ? 'delivery' : 'check'
}

/** Where the parcel goes; what is blank the server takes from the contact. */
function postedTo(content: Content): Pick<Application, 'delivery_name' | 'delivery_phone' | 'delivery_address'> {
  const told = { delivery_name: content.delivery_name.trim(), delivery_phone: content.delivery_phone.trim(), delivery_address: content.delivery_address.trim() }
  return Object.fromEntries(Object.entries(told).filter(([, text]) => text))
}

export function applicationOf(guide: Guide, content: Content, ids: { party: string; draft: string }, form: Record<string, unknown>, isDeclared: boolean): Application {
  const materials = materialsFor(guide, content.situation).flatMap(({ key }) => {
    const given = givenOf(content, key)
    if (!isGiven(given)) return []
    return [{ key, received_as: given.way, ...(given.way === 'electronic' ? { file_id: given.file!.id } : {}) }]
  })
  return {
    matter_id: guide.id,
    applicant_party_id: ids.party,
    ...(content.contact_name.trim() ? { contact_name: content.contact_name.trim() } : {}),
    ...(content.contact_phone.trim() ? { contact_phone: content.contact_phone.trim() } : {}),
    situation: countedAnswers(guide, content.situation),
    form,
    materials,
    delivery_way: content.delivery_way || 'window',
    ...(content.delivery_way === 'express' ? postedTo(content) : {}),
    draft_id: ids.draft,
    is_declared: isDeclared,
  }
}
