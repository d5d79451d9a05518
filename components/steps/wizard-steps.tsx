import type { ReactNode } from "react"
import { StateIcon } from "@/components/account-state/state-icon"

export interface WizardStep {
  title: string
  /** The answer given, once there is one. */
  answer: ReactNode
}

/** The steps of a wizard with their answers, beside the work. On a phone only a line says where one is. */
export function WizardSteps({ name = "Declare an outage", steps, current, onGo }: {
  /** What is being done. */
  name?: string
  steps: WizardStep[]
  current: number
  onGo: (step: number) => void
}) {
  return (
    <>
      <p className="text-small text-muted lg:hidden">
        {steps[current] ? `${name}, step ${current + 1} of ${steps.length}: ${steps[current].title}` : `${name}: done`}
      </p>
      <nav aria-label="Steps" className="hidden lg:block">
        <p className="mb-6 text-h3 font-semibold">{name}</p>
        <ol className="grid gap-4">
          {steps.map((step, index) => (
            <li key={step.title} aria-current={index === current ? "step" : undefined} className="flex gap-3 border-b border-line pb-4 last:border-0">
              <StepBox index={index} current={current} />
              <div className={`min-w-0 flex-1 ${index > current ? "text-muted" : ""}`}>
                {index < current
                  ? <button type="button" className="cursor-pointer text-start font-semibold hover:underline" onClick={() => onGo(index)}>{step.title}<span className="sr-only">, done. Go back to it.</span></button>
                  : <span className="font-semibold">{step.title}</span>}
                {step.answer ? <div className="text-row text-ink-2">{step.answer}</div> : null}
              </div>
            </li>
          ))}
        </ol>
      </nav>
    </>
  )
}

function StepBox({ index, current }: { index: number; current: number }) {
  const look = index === current ? "border-accent bg-accent text-accent-foreground" : index < current ? "border-control" : "border-line text-muted"
  return (
    <span aria-hidden="true" className={`grid size-7 shrink-0 place-items-center rounded-[3px] border text-small font-semibold ${look}`}>
      {index < current ? <StateIcon name="ready" className="size-4" /> : index + 1}
    </span>
  )
}
