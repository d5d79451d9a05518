/** Exact steps in Alma's own screen, numbered. */
export function ByHandSteps({ steps }: { steps: string[] }) {
  return (
    <ol className="rule-list mt-4">
      {steps.map((step, index) => (
        <li key={step} className="flex gap-4 py-2.5">
          <b className="w-5 shrink-0 text-lead leading-6 font-semibold">{index + 1}</b>
          <span className="min-w-0 wrap-anywhere">{step}</span>
        </li>
      ))}
    </ol>
  )
}
