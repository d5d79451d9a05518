"use client"

import { ChooseOne } from "@/components/select/choose-one"
import { ALMA_REGIONS, regionUrl } from "@/lib/domain/alma-regions"
import { TextLine } from "./text-line"

const OTHER = "other"

/** The region of an Alma, or the address of one that the operator of this Lantern allowed. */
export function RegionField({ apiUrl, onChange }: { apiUrl: string; onChange: (apiUrl: string) => void }) {
  const region = ALMA_REGIONS.find((each) => regionUrl(each) === apiUrl)
  return (
    <>
      <ChooseOne
        label="Region of your Alma" value={region?.id ?? OTHER} options={[...ALMA_REGIONS, { id: OTHER, name: "Another address" }]}
        onChange={(id) => onChange(addressOf(id))} className="max-w-sm"
      />
      {region ? null : (
        <TextLine label="Address of the Alma API" type="url" mono value={apiUrl} onChange={onChange}>
          Only what the operator of this Lantern allowed is asked. Alma itself is always in one of the regions.
        </TextLine>
      )}
    </>
  )
}

function addressOf(regionId: string): string {
  const region = ALMA_REGIONS.find(({ id }) => id === regionId)
  return region ? regionUrl(region) : ""
}
