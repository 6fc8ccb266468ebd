import { defineAsyncComponent } from 'vue'
import type { Feature } from '@/shared/app/feature'

export * from './api'
export { useDesignDraft } from './useDesignDraft'
export const ComparePage = defineAsyncComponent(() => import('./components/ComparePage.vue'))
export const DraftActs = defineAsyncComponent(() => import('./components/DraftActs.vue'))
export const DraftGone = defineAsyncComponent(() => import('./components/DraftGone.vue'))
export const DraftHead = defineAsyncComponent(() => import('./components/DraftHead.vue'))
export const DraftNotice = defineAsyncComponent(() => import('./components/DraftNotice.vue'))
export const DraftWords = defineAsyncComponent(() => import('./components/DraftWords.vue'))
export const MatterList = defineAsyncComponent(() => import('./components/MatterList.vue'))
export const VersionTable = defineAsyncComponent(() => import('./components/VersionTable.vue'))

/** What processes and rules share: words, the acts on a draft, the list of versions. No pages of its own. */
export default { name: 'designs', workbench: { routes: [] } } satisfies Feature
