/** Pages that the server renders are plain links; those of this application are routed without loading anew. */
export interface PortalLink {
  label: string
  href: string
  isRouted?: boolean
}

export const mainMenu: PortalLink[] = [
  { label: 'portal.menu.home', href: '/' },
  { label: 'portal.menu.matters', href: '/matters' },
  { label: 'portal.menu.life_events', href: '/life-events' },
  { label: 'portal.menu.progress', href: '/progress' },
  { label: 'portal.menu.results', href: '/results' },
  { label: 'portal.menu.ratings', href: '/ratings' },
  { label: 'portal.menu.overview', href: '/overview' },
  { label: 'portal.menu.my', href: '/my', isRouted: true },
]

export const bottomMenu: (PortalLink & { icon: string })[] = [
  { label: 'portal.menu.home', href: '/', icon: 'M4 11l8-7 8 7v9H4zM10 20v-5h4v5' },
  { label: 'portal.menu.apply', href: '/matters', icon: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h4' },
  { label: 'portal.menu.find', href: '/progress', icon: 'M11 4a7 7 0 100 14 7 7 0 000-14zM16 16l5 5' },
  { label: 'portal.menu.messages', href: '/my/messages', isRouted: true, icon: 'M4 5h16v11H9l-5 4z' },
  { label: 'portal.menu.my', href: '/my', isRouted: true, icon: 'M12 4a4 4 0 100 8 4 4 0 000-8zM4 21c1-5 4-7 8-7s7 2 8 7' },
]

export const footLinks: PortalLink[] = [
  { label: 'portal.foot.mistakes', href: '/about/mistakes' },
  { label: 'portal.foot.site_map', href: '/about/site-map' },
  { label: 'portal.foot.privacy', href: '/about/privacy' },
  { label: 'portal.foot.accessibility', href: '/about/accessibility' },
  { label: 'portal.foot.verify', href: '/verify' },
  { label: 'portal.foot.api', href: '/api/docs' },
]
