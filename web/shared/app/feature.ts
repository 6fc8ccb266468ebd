import type { RouteRecordRaw } from 'vue-router'

export type AppName = 'portal' | 'workbench'
export type MenuGroup = 'work' | 'cases' | 'matters' | 'hall' | 'supervision' | 'statistics' | 'administration' | 'system'

export interface MenuEntry {
  /** Text key */
  label: string
  to: string
  group: MenuGroup
  /** Small numbers come first inside a group. */
  order: number
  permission?: string
  /** Number beside the entry, asked again every minute while the window is visible. */
  count?: () => Promise<number | null>
}

export interface AppPart {
  /** Paths start with "/": "/my/cases" in the portal, "/bench/todo" in the workbench. */
  routes: RouteRecordRaw[]
  menu?: MenuEntry[]
}

/**
 * What `features/<name>/index.ts` exports as default. Pages are imported lazily there (`() => import('./pages/X.vue')`),
 * so that the file itself stays small. Texts are in `features/<name>/locales/{zh-CN,en}.json`.
 */
export interface Feature {
  name: string
  portal?: AppPart
  workbench?: AppPart
}

declare module 'vue-router' {
  interface RouteMeta {
    /** Text key of the document title. */
    title?: string
    permission?: string
    /** Reachable without signing in. */
    isPublic?: boolean
    /** Page draws to the edges (review desk, designers). */
    isFull?: boolean
    /** No shell around it (sign-in of the workbench). */
    isBare?: boolean
    /** Menu entry that is current on this page when its path is not the entry's own. */
    menu?: string
  }
}
