import { reactive } from 'vue'
import { load, ProblemError } from '@/shared/http'

/** What the head and foot of every page say about this site. */
export interface Site {
  name: string
  region_name: string
  host: string
  operator: string
  hotline: string
  site_code: string
  icp_number: string
  police_number: string
  privacy_version: string
  is_demo: boolean
}

export const site = reactive<Site>({
  name: '', region_name: '', host: '', operator: '', hotline: '12345', site_code: '', icp_number: '', police_number: '',
  privacy_version: '2025-01', is_demo: false,
})

/** Missing parts stay empty and are not shown: a site that has not set them yet still works. */
export async function loadSite(): Promise<void> {
  try {
    Object.assign(site, await load<Partial<Site>>('/site'))
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
  }
}
