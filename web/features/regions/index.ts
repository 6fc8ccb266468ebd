import { defineAsyncComponent } from 'vue'
import type { Feature } from '@/shared/app/feature'

export { listRegions, loadRegion, shortCode, type Region } from './api'
export { regionName } from './useRegionNames'
export const RegionCodeField = defineAsyncComponent(() => import('./components/RegionCodeField.vue'))

export default {
  name: 'regions',
  workbench: {
    routes: [{ path: '/bench/regions', component: () => import('./pages/RegionsPage.vue'), meta: { title: 'regions.page.title', permission: 'region.edit' } }],
    menu: [{ label: 'regions.page.menu', to: '/bench/regions', group: 'administration', order: 20, permission: 'region.edit' }],
  },
} satisfies Feature
