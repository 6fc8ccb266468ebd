import '@/shared/ui/portal.css'
import { startApp } from '@/shared/app/start'
import PortalShell from './PortalShell.vue'

void startApp({ app: 'portal', root: PortalShell, signIn: '/sign-in' })
