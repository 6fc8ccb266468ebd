import type { Feature } from '@/shared/app/feature'

export default {
  name: 'discretion',
  workbench: {
    routes: [{ path: '/bench/discretion-departures', component: () => import('./pages/DeparturePage.vue'), meta: { title: 'discretion.title', permission: 'supervision.read' } }],
    menu: [{ label: 'discretion.title', to: '/bench/discretion-departures', group: 'supervision', order: 45, permission: 'supervision.read' }],
  },
} satisfies Feature
