import type { Feature } from '@/shared/app/feature'

/** Questions and materials of a guide: the desk selects by the same rules as the application. */
export { knownAnswer, type Known } from './known'
export { countedAnswers, isEligible, materialsFor, questionsFor, type Guide, type GuideMaterial, type SituationAnswers } from './guide'

export default {
  name: 'apply',
  portal: {
    routes: [
      {
        path: '/apply/:matterId(\\d+)',
        component: () => import('./pages/StartPage.vue'),
        props: true,
        meta: { isPublic: true, title: 'apply.title' },
        // The portal's links lead here; with a draft one goes on where one was.
        beforeEnter: (to) => (to.query.draft ? { path: `${to.path}/resume`, query: to.query } : true),
      },
      { path: '/apply/:matterId(\\d+)/done', component: () => import('./pages/DonePage.vue'), meta: { title: 'apply.done.title' } },
      { path: '/apply/:matterId(\\d+)/:step/:part?', component: () => import('./pages/ApplyPage.vue'), meta: { title: 'apply.title' } },
    ],
  },
} satisfies Feature
