import { HomePage } from "@/components/home/home-page"
import { DeskHeader } from "@/components/shell/desk-header"
import { SetUpOffer } from "@/components/sign-in/set-up-offer"
import { RefreshEvery } from "@/components/shell/refresh-every"
import { countNotices } from "@/lib/queries/account"
import { homeView } from "@/lib/queries/home"
import { requireViewer } from "@/lib/queries/viewer"

export const dynamic = "force-dynamic"

export default async function Page() {
  const { viewer, institution } = await requireViewer()
  const [home, notices] = await Promise.all([homeView(), countNotices()])
  return (
    <>
      <HomePage home={home} now={new Date().toISOString()} header={<DeskHeader viewer={viewer} institution={institution} place="home" />} offer={<SetUpOffer notices={notices} />} />
      <RefreshEvery seconds={15} />
    </>
  )
}
