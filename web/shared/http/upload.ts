import { load, send } from './send'
import { ProblemError } from './problem'
import { Sm3 } from './sm3'

export interface StoredFile {
  id: string
  name: string
  size_bytes: number
  content_type: string
  sm3: string
}

interface Upload {
  id: string
  received_bytes: number
}

export interface UploadProgress {
  sent_bytes: number
  size_bytes: number
  bytes_per_second: number
}

const chunkBytes = 1 << 20
const waits = [500, 1500, 4000] // milliseconds before each new try of one piece

const pause = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason)), { once: true })
  })

const isWorthRetrying = (error: unknown) =>
  error instanceof ProblemError && (error.problem.status === 0 || error.problem.status >= 500 || error.problem.status === 429)

// A file that was cut off continues where it was when it is chosen again on this device.
const memoryKey = (file: File, purpose: string) => `yimen-upload:${purpose}:${file.name}:${file.size}:${file.lastModified}`

async function openUpload(file: File, purpose: string, signal: AbortSignal): Promise<Upload> {
  const known = sessionStorage.getItem(memoryKey(file, purpose))
  if (known) {
    try {
      return await load<Upload>(`/uploads/${known}`, { signal })
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.status === 0) throw error
    }
  }
  const upload = await load<Upload>('/uploads', {
    method: 'POST',
    body: { name: file.name, size_bytes: file.size, purpose },
    signal,
  })
  sessionStorage.setItem(memoryKey(file, purpose), upload.id)
  return upload
}

async function sendPiece(upload: Upload, offset: number, piece: Blob, signal: AbortSignal): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    try {
      const { value } = await send<Upload>(`/uploads/${upload.id}`, {
        method: 'PATCH',
        headers: { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' },
        body: piece,
        signal,
      })
      return value.received_bytes
    } catch (error) {
      // The server already has these bytes, or fewer than we thought: ask and go on from there.
      if (error instanceof ProblemError && error.problem.status === 409)
        return (await load<Upload>(`/uploads/${upload.id}`, { signal })).received_bytes
      if (!isWorthRetrying(error) || attempt >= waits.length) throw error
      await pause(waits[attempt]!, signal)
    }
  }
}

/** Sends a file in pieces, continues after interruptions and checks the digest at the end. */
export async function sendFile(
  file: File,
  purpose: string,
  report: (progress: UploadProgress) => void,
  signal: AbortSignal,
): Promise<StoredFile> {
  const upload = await openUpload(file, purpose, signal)
  const digest = new Sm3()
  const started = performance.now()
  const first = upload.received_bytes
  let digested = 0
  let offset = first
  const digestUpTo = async (end: number) => {
    while (digested < end) {
      const piece = file.slice(digested, Math.min(end, digested + chunkBytes))
      digest.update(new Uint8Array(await piece.arrayBuffer()))
      digested += piece.size
    }
  }
  while (offset < file.size) {
    const end = Math.min(offset + chunkBytes, file.size)
    await digestUpTo(end)
    offset = await sendPiece(upload, offset, file.slice(offset, end), signal)
    const seconds = Math.max(0.05, (performance.now() - started) / 1000)
    report({ sent_bytes: offset, size_bytes: file.size, bytes_per_second: (offset - first) / seconds })
  }
  await digestUpTo(file.size)
  const { file: stored } = await load<{ file: StoredFile }>(`/uploads/${upload.id}/completion`, { method: 'POST', body: { sm3: digest.hex() }, signal })
  sessionStorage.removeItem(memoryKey(file, purpose))
  return stored
}

/** Forgets a half-sent file; the server drops it by itself after a day. */
export function cancelUpload(file: File, purpose: string): void {
  sessionStorage.removeItem(memoryKey(file, purpose))
}
