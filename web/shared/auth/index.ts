export { useSession, type Account, type Post, type Session } from './session'
