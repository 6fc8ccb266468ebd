import { defineAsyncComponent } from 'vue'
import type { Feature } from '@/shared/app/feature'

export { claimTask, countTasks, listCases, listTasks, loadCase, pdfPath, releaseTask } from './api'
export { deadlineState } from './clock'
export { stateTone } from './tones'
export { rememberList } from './work'
export type * from './types'
/** The acts of one case outside its own page: the desk hands over and settles with them. */
export const CaseActs = defineAsyncComponent(() => import('./components/CaseActs.vue'))
export const WindowMissing = defineAsyncComponent(() => import('./components/WindowMissing.vue'))
export const TransferDialog = defineAsyncComponent(() => import('./dialogs/TransferDialog.vue'))

export default {
  name: 'cases',
  workbench: {
    routes: [
      { path: '/bench/cases', component: () => import('./pages/CaseListPage.vue'), meta: { title: 'cases.list.title', permission: 'cases.read' } },
      { path: '/bench/void-requests', component: () => import('./pages/VoidRequestPage.vue'), meta: { title: 'cases.void.title', permission: 'cases.void' } },
      { path: '/bench/cases/:id(\\d+)', component: () => import('./pages/CasePage.vue'), props: true, meta: { title: 'cases.page.title', permission: 'cases.read', isFull: true, menu: '/bench/cases' } },
    ],
    menu: [
      { label: 'cases.list.menu', to: '/bench/cases', group: 'cases', order: 10, permission: 'cases.read' },
      { label: 'cases.void.title', to: '/bench/void-requests', group: 'cases', order: 60, permission: 'cases.void' },
    ],
  },
} satisfies Feature
