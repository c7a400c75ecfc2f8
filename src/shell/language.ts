/** Which language a job's scripts are written in, as far as the YAML shows it. */
import type { Job } from '../pipeline/nodes.ts';
import { showText } from '../pipeline/symbolic.ts';

const WINDOWS_IMAGE = /windows|nanoserver|servercore|powershell|pwsh/i;

/** Signs of PowerShell and of `cmd.exe` that no POSIX shell script shows. */
const FOREIGN_SYNTAX: readonly { readonly language: string; readonly sign: RegExp }[] = [
  {
    language: 'PowerShell',
    sign: /\$env:\w+|(^|[;|({=])\s*(Write-Host|Get-[A-Z]\w+|Set-[A-Z]\w+|New-[A-Z]\w+|Invoke-[A-Z]\w+|Out-File|Import-Module|ForEach-Object)\b/m,
  },
  { language: 'cmd', sign: /(^|\n)\s*(@echo off|set \w+=%|if %\w+%|call \w+\.(bat|cmd))|%CI_[A-Z_]+%/i },
];

/** Why the job's scripts cannot be read as a POSIX shell's or bash's, or undefined when they can. */
export function scriptLanguage(job: Job): string | undefined {
  if (job.image && WINDOWS_IMAGE.test(showText(job.image.name))) return 'runs in a Windows image';
  for (const script of job.scripts) {
    for (const line of script.lines) {
      for (const { language, sign } of FOREIGN_SYNTAX) {
        if (sign.test(line.text.text)) return `is written for ${language}`;
      }
    }
  }
  return undefined;
}
