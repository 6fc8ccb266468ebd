import { defineAsyncComponent } from 'vue'
import type { Feature } from '@/shared/app/feature'

/** The tabs of one's own pages, for pages of other features below /my. */
export const MyNav = defineAsyncComponent(() => import('./components/MyNav.vue'))

const cases = () => import('./pages/CasesPage.vue')

export default {
  name: 'my',
  portal: {
    routes: [
      { path: '/my', component: () => import('./pages/HomePage.vue'), meta: { title: 'my.home.title' } },
      { path: '/my/cases', component: cases, meta: { title: 'my.cases.title' } },
      { path: '/my/cases/:id(\\d+)', component: () => import('./pages/CasePage.vue'), props: true, meta: { title: 'my.case.title' } },
      { path: '/my/cases/:id(\\d+)/correction', component: () => import('./pages/CorrectionPage.vue'), props: true, meta: { title: 'my.correction.title' } },
      { path: '/my/cases/:id(\\d+)/rate', component: () => import('./pages/RatePage.vue'), props: true, meta: { title: 'my.rate.title' } },
      { path: '/my/drafts', component: () => import('./pages/DraftsPage.vue'), meta: { title: 'my.drafts.title' } },
      { path: '/my/favourites', component: () => import('./pages/FavouritesPage.vue'), meta: { title: 'my.favourites.title' } },
      { path: '/my/messages', component: () => import('./pages/MessagesPage.vue'), meta: { title: 'my.messages.title' } },
      { path: '/my/principals', component: () => import('./pages/PrincipalsPage.vue'), meta: { title: 'my.principals.title' } },
      // Messages of the server lead here.
      { path: '/my/authorisations', redirect: '/my/principals' },
      { path: '/my/sessions', redirect: '/my/account' },
    ],
  },
  workbench: {
    routes: [{ path: '/bench/messages', component: () => import('./pages/MessagesPage.vue'), props: { isStaff: true }, meta: { title: 'my.messages.title' } }],
  },
} satisfies Feature
