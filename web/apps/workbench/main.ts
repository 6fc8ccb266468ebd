import '@/shared/ui/workbench.css'
import { startApp } from '@/shared/app/start'
import BenchHome from './BenchHome.vue'
import WorkbenchShell from './WorkbenchShell.vue'

void startApp({ app: 'workbench', root: WorkbenchShell, signIn: '/bench/sign-in', routes: [{ path: '/bench', component: BenchHome }] })
