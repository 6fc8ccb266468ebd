import '@/shared/ui/workbench.css'
import { startApp } from '@/shared/app/start'
import WorkbenchShell from './WorkbenchShell.vue'

void startApp({ app: 'workbench', root: WorkbenchShell, signIn: '/bench/sign-in', home: '/bench/home' })
