import type { Answers, FormSchema } from '@/shared/forms'
import type { Api } from '@/shared/http'

/** Words of the server; the legal state machine is its own, pages only ask it. */
export type CaseState = Api['CaseLine']['state']
export type HandlingClass = Api['CaseLine']['handling_class']
export type Channel = Api['CaseLine']['channel']
/** `remaining_days`: working days, or the unit of the limit; null when no clock runs. */
export type CaseLine = Api['CaseLine']
export type ClockReading = Api['ClockReading']
export type CaseClock = Api['CaseClock']
export type ReceivedAs = Api['CaseMaterial']['received_as']
export type CaseMaterial = Api['CaseMaterial'] & { state: 'unchecked' | 'fine' | 'wrong' }
export interface CheckMark {
  text: string
  is_met: boolean
  note: string
}
export type TaskKind = 'acceptance' | 'review' | 'choice' | 'approval' | 'special' | 'superior' | 'suspension' | 'certify' | 'delivery'
export type CaseTask = Omit<Api['CaseTask'], 'kind' | 'checks'> & { kind: TaskKind; checks: (string | Partial<CheckMark>)[] }
export type CaseDocument = Api['IssuedDocument']
export type TrailEvent = Api['TrailEvent'] & { facts: Record<string, unknown> }
export type Correction = Omit<Api['CaseCorrection'], 'items'> & { items: Defect[] }
/** `target`: "material:m3", "form:phone" or empty for the application as a whole. */
export interface Defect {
  target: string
  problem: string
  how: string
}
/** A void somebody asked for; a second person confirms it. */
export type VoidRequest = Api['VoidRequest']
export type VoidRequestLine = Api['VoidRequestLine']
export type CaseStop = Api['CaseStop']
export type Applicant = Api['CaseApplicant']
export interface CaseFile extends Omit<Api['Case'], 'form' | 'situation' | 'form_schema' | 'materials' | 'corrections' | 'trail' | 'tasks' | 'result_name' | 'special_procedures'> {
  form: Answers
  situation: Record<string, string | string[]>
  form_schema?: FormSchema
  result_name?: string
  special_procedures?: string[]
  materials: CaseMaterial[]
  corrections: Correction[]
  trail: TrailEvent[]
  tasks: CaseTask[]
}
export type TaskChoices = Api['TaskChoices']
export type Done = Api['CaseStanding']
export type TaskLine = CaseLine & { task: Api['OpenTask'] & { kind: TaskKind } }
/** What a case page reads of the guide of its matter. */
export type MatterWords = Pick<Api['Guide'], 'situations' | 'special_procedures' | 'refusal_conditions' | 'legal_basis' | 'remedies' | 'result'>
