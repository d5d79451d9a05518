export interface AlmaRegion {
  id: string
  name: string
  host: string
}

/** Alma's API regions. Alma documentation: "Calling Alma APIs", the gateway of each region. */
export const ALMA_REGIONS: AlmaRegion[] = [
  { id: "na", name: "North America", host: "api-na.hosted.exlibrisgroup.com" },
  { id: "eu", name: "Europe", host: "api-eu.hosted.exlibrisgroup.com" },
  { id: "ap", name: "Asia Pacific", host: "api-ap.hosted.exlibrisgroup.com" },
  { id: "aps", name: "Asia Pacific South", host: "api-aps.hosted.exlibrisgroup.com" },
  { id: "ca", name: "Canada", host: "api-ca.hosted.exlibrisgroup.com" },
  { id: "cn", name: "China", host: "api-cn.hosted.exlibrisgroup.com.cn" },
]

export function regionUrl({ host }: AlmaRegion): string {
  return `https://${host}`
}

/** "North America", or the address itself where the operator allowed another. */
export function regionName(apiUrl: string): string {
  return ALMA_REGIONS.find((region) => regionUrl(region) === apiUrl)?.name ?? apiUrl
}
