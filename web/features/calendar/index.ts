import type { Feature } from '@/shared/app/feature'

export default {
  name: 'calendar',
  workbench: {
    routes: [{ path: '/bench/calendar', component: () => import('./pages/CalendarPage.vue'), meta: { title: 'calendar.page.title', permission: 'calendar.edit' } }],
    menu: [{ label: 'calendar.page.title', to: '/bench/calendar', group: 'administration', order: 70, permission: 'calendar.edit' }],
  },
} satisfies Feature
