import { defineAsyncComponent } from 'vue'
import type { Feature } from '@/shared/app/feature'

/** For the shells: the end of the session. */
export const SessionGuard = defineAsyncComponent(() => import('./components/SessionGuard.vue'))

const account = () => import('./pages/AccountPage.vue')
const signIn = () => import('./pages/SignInPage.vue')

export default {
  name: 'identity',
  portal: {
    routes: [
      { path: '/sign-in', name: 'identity.sign_in', component: signIn, props: { home: '/my' }, meta: { isPublic: true, title: 'identity.sign_in.title' } },
      { path: '/register', name: 'identity.register', component: () => import('./pages/RegisterPage.vue'), meta: { isPublic: true, title: 'identity.register.title' } },
      { path: '/reset-password', name: 'identity.reset', component: () => import('./pages/ResetPasswordPage.vue'), meta: { isPublic: true, title: 'identity.reset.title' } },
      { path: '/my/account', name: 'identity.account', component: account, meta: { title: 'identity.account.title' } },
    ],
  },
  workbench: {
    routes: [
      { path: '/bench/sign-in', component: signIn, props: { home: '/bench', isStaff: true }, meta: { isPublic: true, isBare: true, title: 'identity.sign_in.title' } },
      { path: '/bench/account', component: account, props: { isStaff: true }, meta: { title: 'identity.account.title' } },
    ],
  },
} satisfies Feature
