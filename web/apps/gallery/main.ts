// Development only: every shared component in its states, for looking at and for axe.
import '@/shared/ui/portal.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { i18n, startLanguage } from '@/shared/i18n'
import GalleryPage from './GalleryPage.vue'

const router = createRouter({ history: createWebHistory(), routes: [{ path: '/:rest(.*)*', component: GalleryPage }] })
await startLanguage([])
createApp(GalleryPage).use(createPinia()).use(i18n).use(router).mount('#app')
