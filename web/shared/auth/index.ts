export { useSession, type Account, type Post, type Session } from './session'
export { endSession, sessionState, useSessionEnd } from './sessionEnd'
