"use client"

import { Label } from "@heroui/react/label"
import { ListBox } from "@heroui/react/list-box"
import { Select } from "@heroui/react/select"
import { ALMA_REGIONS, regionUrl } from "@/lib/domain/alma-regions"
import { TextLine } from "./text-line"

const OTHER = "other"

/** The region of an Alma, or the address of one that the operator of this Lantern allowed. */
export function RegionField({ apiUrl, onChange }: { apiUrl: string; onChange: (apiUrl: string) => void }) {
  const region = ALMA_REGIONS.find((each) => regionUrl(each) === apiUrl)
  return (
    <>
      <Select value={region?.id ?? OTHER} onChange={(key) => onChange(addressOf(String(key)))} className="max-w-sm">
        <Label>Region of your Alma</Label>
        <Select.Trigger><Select.Value /><Select.Indicator /></Select.Trigger>
        <Select.Popover>
          <ListBox>
            {ALMA_REGIONS.map(({ id, name }) => <ListBox.Item key={id} id={id} textValue={name}>{name}<ListBox.ItemIndicator /></ListBox.Item>)}
            <ListBox.Item id={OTHER} textValue="Another address">Another address<ListBox.ItemIndicator /></ListBox.Item>
          </ListBox>
        </Select.Popover>
      </Select>
      {region ? null : (
        <TextLine label="Address of the Alma API" type="url" mono value={apiUrl} onChange={onChange}>
          Only what the operator of this Lantern allowed is asked. Alma itself is always in one of the regions.
        </TextLine>
      )}
    </>
  )
}

function addressOf(key: string): string {
  const region = ALMA_REGIONS.find(({ id }) => id === key)
  return region ? regionUrl(region) : ""
}
