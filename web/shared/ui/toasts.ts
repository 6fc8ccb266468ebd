import { shallowReactive } from 'vue'
import { announce } from './live'

export interface Toast {
  id: number
  words: string
  undo?: () => void | Promise<void>
  link?: ToastLink
}
export interface ToastLink {
  label: string
  href: string
  isDownload?: boolean
}

export const toasts = shallowReactive<Toast[]>([])
let last = 0

/** Shown for 10 seconds, longer while the pointer or the keyboard is in it. */
export function toast(words: string, undo?: Toast['undo'], link?: ToastLink): number {
  const id = ++last
  toasts.push({ id, words, ...(undo ? { undo } : {}), ...(link ? { link } : {}) })
  announce(words)
  return id
}
export function dropToast(id: number): void {
  const at = toasts.findIndex((candidate) => candidate.id === id)
  if (at >= 0) toasts.splice(at, 1)
}
