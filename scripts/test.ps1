# Windows: set up what is missing, then run the tests; arguments go to pytest. It has not been run on Windows yet.
. "$PSScriptRoot\setup.ps1"
$python = Initialize-Viz dev
Push-Location (Split-Path -Parent $PSScriptRoot)
try { & $python -m pytest @args } finally { Pop-Location }
exit $LASTEXITCODE
