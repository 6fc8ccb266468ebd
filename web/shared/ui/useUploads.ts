import { computed, onBeforeUnmount, reactive, ref, type Ref } from 'vue'
import { formatBytes } from '@/shared/format'
import { cancelUpload, sendFile, type StoredFile } from '@/shared/http/upload'
import { ProblemError } from '@/shared/http/problem'
import { translate } from '@/shared/i18n/translate'
import { announce } from './live'

export type SendFile = typeof sendFile

export interface UploadItem {
  id: number
  name: string
  size_bytes: number
  state: 'sending' | 'done' | 'failed'
  percent: number
  bytes_per_second: number
  words: string
  stored: StoredFile | null
}

interface Options {
  purpose: string
  accept: string
  maxBytes: number
  maxFiles: number
  send?: SendFile | undefined
}

/** The state behind FileUpload: one item per file; `files` holds those that arrived. */
export function useUploads(options: Options, files: Ref<StoredFile[]>) {
  const blank = { state: 'done' as const, percent: 100, bytes_per_second: 0, words: '' }
  let last = 0
  const items = reactive<UploadItem[]>(
    files.value.map((stored) => ({ ...blank, id: ++last, name: stored.name, size_bytes: stored.size_bytes, stored })),
  )
  const refusal = ref('')
  /** What failed makes room for the next. */
  const isFull = computed(() => items.filter((item) => item.state !== 'failed').length >= options.maxFiles)
  const sources = new Map<number, { file: File; control: AbortController }>()

  function refusalOf(file: File): string {
    const named = { name: file.name }
    const types = options.accept.split(',').map((type) => type.trim().toLowerCase())
    if (!types.some((type) => file.name.toLowerCase().endsWith(type)))
      return translate('shared.upload.wrong_type', { ...named, types: types.join(' ') })
    if (!file.size) return translate('shared.upload.empty', named)
    if (file.size > options.maxBytes) return translate('shared.upload.too_large', { ...named, size: formatBytes(options.maxBytes) })
    return isFull.value ? translate('shared.upload.too_many', { count: options.maxFiles }) : ''
  }

  async function transfer(item: UploadItem): Promise<void> {
    const source = sources.get(item.id)!
    source.control = new AbortController()
    Object.assign(item, { state: 'sending', words: '' })
    try {
      const send = options.send ?? sendFile
      item.stored = await send(
        source.file,
        options.purpose,
        (progress) => {
          item.percent = Math.floor((progress.sent_bytes / progress.size_bytes) * 100)
          item.bytes_per_second = progress.bytes_per_second
        },
        source.control.signal,
      )
      item.state = 'done'
      files.value = [...files.value, item.stored]
      announce(translate('shared.upload.done_named', { name: item.name }))
    } catch (error) {
      if (source.control.signal.aborted) return
      item.state = 'failed'
      item.words = error instanceof ProblemError ? error.problem.detail : translate('shared.upload.unreadable', { name: item.name })
    }
  }

  function add(chosen: File[]): void {
    refusal.value = ''
    for (const file of chosen) {
      const words = refusalOf(file)
      if (words) {
        refusal.value = words
        continue
      }
      const failed = items.find((item) => item.state === 'failed')
      if (failed && items.length >= options.maxFiles) remove(failed.id)
      items.push({ ...blank, id: ++last, name: file.name, size_bytes: file.size, state: 'sending', percent: 0, stored: null })
      sources.set(last, { file, control: new AbortController() })
      void transfer(items.at(-1)!)
    }
  }
  function retry(id: number): void {
    const item = items.find((candidate) => candidate.id === id)
    if (item) void transfer(item)
  }
  function remove(id: number): void {
    const at = items.findIndex((candidate) => candidate.id === id)
    const [item] = items.splice(at, 1)
    const source = sources.get(id)
    source?.control.abort()
    if (source) cancelUpload(source.file, options.purpose)
    if (item?.stored) files.value = files.value.filter((stored) => stored.id !== item.stored!.id)
    refusal.value = ''
  }
  onBeforeUnmount(() => sources.forEach((source) => source.control.abort()))
  return { items, refusal, isFull, add, retry, remove }
}
