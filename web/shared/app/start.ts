import { createPinia } from 'pinia'
import { createApp, watch, type Component } from 'vue'
import { createRouter, createWebHistory, type RouteLocationNormalized, type Router, type RouteRecordRaw } from 'vue-router'
import { showView } from '@/shared/a11y/viewMode'
import { endSession, useSession } from '@/shared/auth'
import { i18n, startLanguage, translate } from '@/shared/i18n'
import { whenUnauthenticated } from '@/shared/http'
import { announce } from '@/shared/ui/live'
import ProblemPage from '@/shared/ui/ProblemPage.vue'
import type { AppName } from './feature'
import { collect, type Collected } from './collect'
import { loadSite, site } from './site'

export interface Start {
  app: AppName
  root: Component
  signIn: string
  /** Routes of the application itself, beside those of its features. */
  routes?: RouteRecordRaw[]
}

function titleOf(route: RouteLocationNormalized): string {
  const page = route.meta.title ? translate(route.meta.title) : ''
  return [page, site.name || translate('shared.site.name')].filter(Boolean).join(' - ')
}

function routerFor(start: Start, parts: Collected): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      ...parts.routes,
      ...(start.routes ?? []),
      { path: '/:rest(.*)*', name: 'not-found', component: ProblemPage, props: { status: 404 }, meta: { isPublic: true, title: 'shared.problem.not_found_title' } },
    ],
    scrollBehavior: (to, from, saved) => saved ?? (to.hash ? { el: to.hash, top: 72 } : to.path === from.path ? false : { top: 0 }),
  })
  router.beforeEach(async (to) => {
    const session = useSession()
    const account = await session.ensure().catch(() => null)
    if (to.meta.isPublic) return true
    if (!account) return { path: start.signIn, query: { next: to.fullPath } }
    return true
  })
  router.afterEach((to, from, failure) => {
    if (failure) return
    document.title = titleOf(to)
    // A screen reader hears which page came; the keyboard starts at its top.
    if (from.matched.length && to.path !== from.path) {
      announce(document.title)
      requestAnimationFrame(() => document.getElementById('main')?.focus({ preventScroll: true }))
    }
  })
  return router
}

export async function startApp(start: Start): Promise<void> {
  showView()
  const parts = collect(start.app)
  const app = createApp(start.root)
  app.use(createPinia()).use(i18n)
  await Promise.all([startLanguage(parts.names), loadSite()])
  const router = routerFor(start, parts)
  app.use(router)
  whenUnauthenticated(() => {
    const here = router.currentRoute.value
    if (here.meta.isPublic) return
    // What is typed on this page stays: the shell asks to sign in again above it.
    if (useSession().account) endSession()
    else void router.push({ path: start.signIn, query: { next: here.fullPath, ended: '1' } })
  })
  watch(i18n.global.locale, () => (document.title = titleOf(router.currentRoute.value)))
  await router.isReady().catch(() => undefined)
  app.mount('#app')
}
