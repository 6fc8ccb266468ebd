import { answerText, componentsOf, fieldsOf, initialAnswers, problemsOf, sentAnswers, type Answer, type Answers, type FormHost } from '@/shared/forms'
import { isCreditCode, isIdNumber, isMobile } from '@/shared/format/numbers'
import type { FieldError, StoredFile } from '@/shared/http'
import { translate } from '@/shared/i18n/translate'
import { countedAnswers, isEligible, knownAnswer, materialsFor, questionsFor, type Guide, type GuideMaterial, type Known, type SituationAnswers } from '@/features/apply'
import type { ReceivedAs } from '@/features/cases'

export interface DeskMaterial extends GuideMaterial {
  kind: { code: string; text: string }
  original_count: number | null
  copy_count: number | null
}
export interface DeskGuide extends Guide {
  materials: DeskMaterial[]
}
export interface Person {
  is_enterprise: boolean
  name: string
  id_no: string
  phone: string
  address: string
  legal_person_name: string
  legal_person_id_number: string
}
export interface Given {
  received_as: ReceivedAs
  originals: string
  copies: string
  scans: StoredFile[]
}
export interface IntakeItem {
  guide: DeskGuide
  situation: SituationAnswers
  form: Answers
  /** What was put into the form from what the clerk typed elsewhere, by question. */
  taken: Record<string, string>
  given: Record<string, Given>
  delivery_way: 'window' | 'express' | 'online'
  delivery_address: string
}
export interface Intake {
  applicant: Person
  hasAgent: boolean
  agent: Person
  contact_name: string
  contact_phone: string
  first_contact_staff_id: string
  items: IntakeItem[]
}
interface SentPerson {
  is_enterprise: boolean
  name: string
  id_type: string
  id_no: string
  phone?: string
  address?: string
  legal_person_name?: string
  legal_person_id_number?: string
}
export interface WalkIn {
  applicant: SentPerson
  agent?: SentPerson
  first_contact_staff_id?: string
  items: {
    matter_id: string
    contact_name?: string
    contact_phone?: string
    situation: SituationAnswers
    form: Record<string, Answer>
    materials: { key: string; received_as: ReceivedAs; original_count: number; copy_count: number; file_id?: string }[]
    delivery_way: string
    delivery_address?: string
  }[]
}

export const noPerson = (): Person => ({ is_enterprise: false, name: '', id_no: '', phone: '', address: '', legal_person_name: '', legal_person_id_number: '' })
export const noIntake = (): Intake => ({ applicant: noPerson(), hasAgent: false, agent: noPerson(), contact_name: '', contact_phone: '', first_contact_staff_id: '', items: [] })
const notGiven = (): Given => ({ received_as: 'missing', originals: '', copies: '', scans: [] })

/** A matter as it is chosen: nothing handed in yet; a matter for one kind of applicant only settles the kind. */
export function newItem(guide: DeskGuide): IntakeItem {
  return { guide, situation: {}, form: initialAnswers(componentsOf(guide.form)), taken: {}, given: Object.fromEntries(guide.materials.map((material) => [material.key, notGiven()])), delivery_way: 'window', delivery_address: '' }
}

export const askedMaterials = (item: IntakeItem): DeskMaterial[] => materialsFor(item.guide, item.situation) as DeskMaterial[]
export const isNeeded = (material: DeskMaterial): boolean => material.necessity.code !== 'optional'
export const isTolerable = (material: DeskMaterial): boolean => material.necessity.code === 'tolerable'

/** What the guide asks to hand in, as if it lay on the table: originals unless it asks for copies only. */
export function asAsked(material: DeskMaterial, before: Given): Given {
  const originals = material.original_count ?? 0
  const copies = material.copy_count ?? 0
  const isCopy = !originals && (copies > 0 || material.kind.code === 'copy')
  return { ...before, received_as: isCopy ? 'copy' : 'original', originals: String(isCopy ? 0 : originals || 1), copies: String(copies || (isCopy ? 1 : 0)) }
}

export const personKind = (person: Person): 'person' | 'enterprise' => (person.is_enterprise ? 'enterprise' : 'person')

function personErrors(person: Person, at: string): FieldError[] {
  const errors: FieldError[] = []
  const tell = (field: string, key: string) => errors.push({ field: `/${at}/${field}`, detail: translate(`desk.person.${key}`) })
  if (person.is_enterprise ? !isCreditCode(person.id_no) : !isIdNumber(person.id_no)) tell('id_no', person.is_enterprise ? 'uscc_wrong' : 'id_wrong')
  if (!person.name.trim()) tell('name', person.is_enterprise ? 'enterprise_missing' : 'name_missing')
  if (person.phone && !isMobile(person.phone)) tell('phone', 'phone_wrong')
  if (person.legal_person_id_number && !isIdNumber(person.legal_person_id_number)) tell('legal_person_id_number', 'id_wrong')
  return errors
}

/** Who is reached about the case: named, else the agent, else the legal representative. */
export const contactOf = (intake: Intake): string =>
  intake.contact_name.trim() || (intake.hasAgent ? intake.agent.name.trim() : '') || (intake.applicant.is_enterprise ? intake.applicant.legal_person_name.trim() : '')

/** What the rules of a form may read besides its answers. */
export const hostOf = (intake: Pick<Intake, 'applicant'>, item: IntakeItem): FormHost => ({ applicant: { kind: personKind(intake.applicant) }, situation: countedAnswers(item.guide, item.situation) })

/** Name, number and contact go into the questions that ask for them: nobody types the same twice in one sitting. What was answered stays. */
export function takeKnown(intake: Intake): void {
  const { applicant, agent } = intake
  const who: Known = {
    kind: personKind(applicant), name: applicant.name, id_no: applicant.id_no, phone: applicant.phone, address: applicant.address, legal_person: applicant.legal_person_name,
    contact: contactOf(intake) || (applicant.is_enterprise ? '' : applicant.name), contact_phone: intake.contact_phone || (intake.hasAgent ? agent.phone : '') || applicant.phone,
  }
  for (const item of intake.items)
    for (const field of fieldsOf(item.guide.form)) {
      const key = field.key ?? ''
      const before = answerText(item.form[key])
      const value = knownAnswer(field, who)
      if (value === before || (before && before !== item.taken[key])) continue
      if (!value && !before) continue
      item.form[key] = item.taken[key] = value
    }
}

function itemErrors(intake: Intake, item: IntakeItem, at: number): FieldError[] {
  const errors: FieldError[] = questionsFor(item.guide, item.situation)
    .filter((question) => !item.situation[question.key]?.length)
    .map((question) => ({ field: `/items/${at}/situation/${question.key}`, detail: translate('desk.situation_missing', { question: question.question }) }))
  for (const error of problemsOf(item.guide.form, item.form, { host: hostOf(intake, item) })) errors.push({ field: `/items/${at}${error.field}`, detail: error.detail })
  if (item.delivery_way === 'express' && !item.delivery_address.trim() && !intake.applicant.address.trim()) errors.push({ field: `/items/${at}/delivery_address`, detail: translate('desk.delivery_address_missing') })
  return errors
}

/** Everything that keeps the receipt from being given, in reading order. Missing materials do not: they are asked for later. */
export function intakeErrors(intake: Intake): FieldError[] {
  const errors = personErrors(intake.applicant, 'applicant')
  if (intake.hasAgent) errors.push(...personErrors(intake.agent, 'agent'))
  if (!intake.items.length) errors.push({ field: '/matter', detail: translate('desk.matter_missing') })
  intake.items.forEach((item, at) => {
    if (!isEligible(item.guide, personKind(intake.applicant))) errors.push({ field: '/matter', detail: translate('desk.not_eligible', { name: item.guide.name }) })
    errors.push(...itemErrors(intake, item, at))
  })
  // Behind an enterprise stands somebody who can be reached; a person is his own contact.
  if (intake.items.length && intake.applicant.is_enterprise && !contactOf(intake)) errors.push({ field: '/contact_name', detail: translate('desk.contact_missing') })
  if (intake.contact_phone && !isMobile(intake.contact_phone)) errors.push({ field: '/contact_phone', detail: translate('desk.person.phone_wrong') })
  return errors
}

function sentPerson(person: Person): SentPerson {
  const texts = { phone: person.phone, address: person.address, ...(person.is_enterprise ? { legal_person_name: person.legal_person_name, legal_person_id_number: person.legal_person_id_number } : {}) }
  const filled = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text.trim()]).filter(([, text]) => text))
  return { is_enterprise: person.is_enterprise, name: person.name.trim(), id_type: person.is_enterprise ? 'uscc' : '111', id_no: person.id_no.trim(), ...filled }
}

export function walkInOf(intake: Intake): WalkIn {
  const contact = { ...(contactOf(intake) ? { contact_name: contactOf(intake) } : {}), ...(intake.contact_phone ? { contact_phone: intake.contact_phone } : {}) }
  return {
    applicant: sentPerson(intake.applicant),
    ...(intake.hasAgent ? { agent: sentPerson(intake.agent) } : {}),
    ...(intake.first_contact_staff_id ? { first_contact_staff_id: intake.first_contact_staff_id } : {}),
    items: intake.items.map((item) => ({
      matter_id: item.guide.id,
      ...contact,
      situation: countedAnswers(item.guide, item.situation),
      form: sentAnswers(item.guide.form, item.form),
      materials: askedMaterials(item).map((material) => {
        const given = item.given[material.key] ?? notGiven()
        return {
          key: material.key, received_as: given.received_as, original_count: Number(given.originals) || 0, copy_count: Number(given.copies) || 0,
          ...(given.scans.length ? { file_id: given.scans.at(-1)!.id } : {}),
        }
      }),
      delivery_way: item.delivery_way,
      ...(item.delivery_way === 'express' && item.delivery_address.trim() ? { delivery_address: item.delivery_address.trim() } : {}),
    })),
  }
}
