import type { FormSchema } from '@/shared/forms'

/** Words of the server; the legal state machine is its own, pages only ask it. */
export type CaseState =
  | 'submitted' | 'pre_review' | 'pre_returned' | 'received' | 'correction' | 'not_needed' | 'rejected' | 'in_review' | 'in_approval'
  | 'special' | 'reported_up' | 'suspended' | 'decided' | 'delivering' | 'closed' | 'withdrawn' | 'withdrawn_deemed' | 'voided'
export type HandlingClass = 'instant' | 'two_step' | 'promised' | 'joint' | 'upward' | 'agency'
export type Channel = 'online' | 'mobile' | 'window' | 'express' | 'upper_level' | 'agency'

export interface CaseLine {
  id: string
  case_no: string
  matter_id: string
  matter_name: string
  department_id: string
  department_name: string
  applicant_name: string
  handling_class: HandlingClass
  channel: Channel
  state: CaseState
  state_name: string
  version: number
  submitted_at: string
  accepted_on: string | null
  decided_at: string | null
  closed_at: string | null
  due_on: string | null
  answer_due_on: string | null
  /** Working days, or the unit of the limit; null when no clock runs. */
  remaining_days: number | null
  is_stopped: boolean
  decision: 'none' | 'granted' | 'refused'
  result_no: string
}

export interface ClockReading {
  start_on: string
  due_on: string
  limit: string
  basis: string
  used: number
  remaining: number
  paused: number
  extension_days?: number
  is_beyond_known_calendar: boolean
  days: { day: string; kind: 'counted' | 'off' | 'paused'; number: number; note: string }[]
}
export interface CaseClock {
  is_stopped: boolean
  acceptance: ClockReading | null
  promised: ClockReading | null
  statutory: ClockReading | null
}

export type ReceivedAs = 'electronic' | 'original' | 'copy' | 'deferred' | 'waived' | 'missing'
export interface CaseMaterial {
  key: string
  name: string
  is_required: boolean
  is_tolerable: boolean
  received_as: ReceivedAs
  original_count: number
  copy_count: number
  file_id: string | null
  file_name: string
  trust_level: string
  state: 'unchecked' | 'fine' | 'wrong'
  problem: string
  how_to_mend: string
  due_on: string | null
  versions: { file_id: string; name: string; round: number; added_at: string }[]
}
export interface CheckMark {
  text: string
  is_met: boolean
  note: string
}
export interface CaseTask {
  id: string
  kind: 'acceptance' | 'review' | 'approval' | 'special' | 'superior' | 'suspension' | 'certify' | 'delivery'
  name: string
  role: string
  node: string
  is_open: boolean
  checks: (string | Partial<CheckMark>)[]
  assignee_id: string
  assignee_name: string
  opened_at: string
  claimed_at: string | null
  done_at: string | null
  done_by_name: string
  substitute_for_name: string
  outcome: string
  opinion: string
}
export interface CaseDocument {
  id: string
  type: string
  type_name: string
  title: string
  number: string
  issued_at: string
  department_name: string
  is_sealed: boolean
  is_revoked: boolean
  sm3: string
  verify_path: string
}
export interface TrailEvent {
  id: string
  seq: number
  action: string
  text: string
  actor_kind: string
  actor_name: string
  post_name: string
  substitute_for_name: string
  happened_at: string
  facts: Record<string, unknown>
  hash: string
}
export interface Correction {
  round: number
  items: Defect[]
  second_reason: string
  is_pre_review: boolean
  notified_at: string
  answer_due_on: string
  answered_at: string | null
  document_id: string
}
/** `target`: "material:m3", "form:phone" or empty for the application as a whole. */
export interface Defect {
  target: string
  problem: string
  how: string
}
/** A void somebody asked for; a second person confirms it. */
export interface VoidRequest {
  reason: string
  asked_by_name: string
  asked_at: string
  is_own: boolean
}
export interface CaseStop {
  kind: string
  name: string
  reason: string
  basis: string
  planned_days: number
  started_on: string
  ended_on: string | null
  started_by_name: string
  result: string
}
export interface Applicant {
  id: string
  kind: 'person' | 'enterprise'
  name: string
  id_type: string
  id_no: string
  phone: string
  address: string
  legal_person_name: string
  contact_name: string
  contact_phone: string
}
export interface CaseFile extends CaseLine {
  applicant: Applicant
  form: Record<string, string | number | boolean | string[] | null>
  situation: Record<string, string | string[]>
  form_schema?: FormSchema
  result_name?: string
  special_procedures?: string[]
  received_on: string | null
  acceptance_due_on: string | null
  promised_due_on: string | null
  delivery_due_on: string | null
  promised_limit: string | null
  is_deemed_accepted: boolean
  correction_rounds: number
  extension_days: number
  first_contact_name: string
  delivery_way: '' | 'window' | 'express' | 'online'
  close_result: string
  clock: CaseClock
  materials: CaseMaterial[]
  corrections: Correction[]
  stops: CaseStop[]
  documents: CaseDocument[]
  trail: TrailEvent[]
  tasks: CaseTask[]
  void_request: VoidRequest | null
  allowed_acts: string[]
}
export interface VoidRequestLine extends CaseLine {
  void_request: VoidRequest
}
export interface Done {
  case_id: string
  case_no: string
  query_code: string
  state: CaseState
  state_name: string
  version: number
  document_id: string | null
}
export interface TaskLine extends CaseLine {
  task: Pick<CaseTask, 'id' | 'kind' | 'name' | 'role' | 'assignee_id' | 'assignee_name' | 'opened_at'>
}
/** What a case page reads of the guide of its matter. */
export interface MatterWords {
  situations: { key: string; question: string; options: { key: string; text: string }[] }[]
  special_procedures: { name: string; limit_text: string; counted_text: string; basis: string }[]
  refusal_conditions: string[]
  legal_basis: { law: string; article: string }[]
  remedies: { review: string; litigation: string }
  result: { name: string; validity: string }
}
