import type { components } from './api-types'

/** Shapes of bodies and answers by their name in the API document: `Api['Department']`. Made by `npm run types`. */
export type Api = components['schemas']
