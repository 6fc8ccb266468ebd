import type { AppName, Feature, MenuEntry } from './feature'
import type { RouteRecordRaw } from 'vue-router'

// A new folder under features/ is picked up by itself: nothing here or in apps/ needs a change.
const found = import.meta.glob('../../features/*/index.ts', { eager: true, import: 'default' }) as Record<string, Feature>

export interface Collected {
  names: string[]
  routes: RouteRecordRaw[]
  menu: MenuEntry[]
}

export function collect(app: AppName): Collected {
  const parts = Object.values(found).flatMap((feature) => {
    const part = feature[app]
    return part ? [{ name: feature.name, ...part }] : []
  })
  return {
    names: parts.map((part) => part.name),
    routes: parts.flatMap((part) => part.routes),
    menu: parts.flatMap((part) => part.menu ?? []).sort((a, b) => a.order - b.order),
  }
}
