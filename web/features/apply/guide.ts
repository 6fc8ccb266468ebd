import { componentsOf, type FormSchema } from '@/shared/forms'

/** What the front end reads of the guide of a matter (GET /public/matters/{id}). */
export interface Word {
  code: string
  text: string
}
export interface GuideMaterial {
  key: string
  name: string
  necessity: Word
  copies_text: string
  source_note: string
  issuing_org: string
  fill_note: string
  accept_standard: string
  waivable_by_certificate: string
  tolerance_days: number
  is_on_request: boolean
}
export interface Option {
  key: string
  text: string
  note: string
  materials_added: string[]
  materials_removed: string[]
}
export interface Situation {
  key: string
  question: string
  hint: string
  is_multiple: boolean
  when: string
  options: Option[]
}
export interface Guide {
  id: string
  name: string
  type: Word
  case_class: Word
  department: { id: string; name: string }
  region: { code: string; name: string }
  service_objects: string[]
  conditions: string[]
  facts: { handling_text: string; handling_reason: string; statutory_text: string; visit_count: number | null; visit_reason: string; fee_text: string; material_count: number }
  materials: GuideMaterial[]
  situations: Situation[]
  form: FormSchema
  result: { name: string; delivery_ways: string[] }
  channels: { handling_forms: string[] }
  contacts: { consult_phone: string; supervise_phone: string }
  places: { hall: string; window: string; address: string; hours: string }[]
}

export type SituationAnswers = Record<string, string | string[] | undefined>

const chosen = (answers: SituationAnswers, key: string): string[] => [answers[key] ?? []].flat()

/** `other_key = "option"`; an empty condition holds, one we cannot read does not keep a question away. */
function applies(situation: Situation, answers: SituationAnswers): boolean {
  const parts = /^\s*(\S+?)\s*=\s*"(.*)"\s*$/.exec(situation.when)
  return !parts || chosen(answers, parts[1]!).includes(parts[2]!)
}

/** Questions that these answers bring up. An answer to a question that no longer comes up counts for nothing. */
export function questionsFor(guide: Guide, answers: SituationAnswers): Situation[] {
  const counted: SituationAnswers = {}
  return guide.situations.filter((situation) => {
    if (!applies(situation, counted)) return false
    counted[situation.key] = answers[situation.key]
    return true
  })
}

export const countedAnswers = (guide: Guide, answers: SituationAnswers): SituationAnswers =>
  Object.fromEntries(questionsFor(guide, answers).map((one) => [one.key, answers[one.key]]).filter(([, answer]) => answer?.length))

/** What one answer asks for is asked, even when another would do without it. The server selects by the same rule. */
export function materialsFor(guide: Guide, answers: SituationAnswers): GuideMaterial[] {
  const options = questionsFor(guide, answers).flatMap((one) => one.options.filter((option) => chosen(answers, one.key).includes(option.key)))
  const added = new Set(options.flatMap((option) => option.materials_added))
  const removed = new Set(options.flatMap((option) => option.materials_removed))
  return guide.materials.filter((one) => added.has(one.key) || (!one.is_on_request && !removed.has(one.key)))
}

/** By how many materials the list would grow or shrink if this option were the answer. */
export function effectOf(guide: Guide, answers: SituationAnswers, situation: Situation, option: Option): number {
  const others: SituationAnswers = { ...answers, [situation.key]: undefined }
  return materialsFor(guide, { ...others, [situation.key]: option.key }).length - materialsFor(guide, others).length
}

// 申请表, 申请书, 登记表, 申报表 at the end of a material's name: 《…申请书》, 不动产登记申请书(买卖双方共同申请)
const formWords = /(?:\u7533\u8bf7[\u8868\u4e66]|\u767b\u8bb0\u8868|\u7533\u62a5\u8868)\u300b?(?:[(\uff08][^)\uff09]*[)\uff09])?$/
/** The paper form itself: what was filled in here stands in for it, nobody writes the same twice. */
export const isFilledHere = (guide: Guide, material: GuideMaterial): boolean => componentsOf(guide.form).length > 0 && formWords.test(material.name)

// 自然人 or 个人 in the words of a guide
const personWords = /\u81ea\u7136\u4eba|\u4e2a\u4eba/
const isFor = (object: string, isPerson: boolean) => personWords.test(object) || object === '1' || object === 'person' ? isPerson : !isPerson

/** 服务对象: may a person or an enterprise apply? The server refuses by the same rule. */
export function isEligible(guide: Guide, kind: 'person' | 'enterprise'): boolean {
  return !guide.service_objects.length || guide.service_objects.some((object) => isFor(object, kind === 'person'))
}
