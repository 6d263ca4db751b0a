# Windows: set up what is missing, then run the tests; arguments go to pytest. It has not been run on Windows yet.
. "$PSScriptRoot\setup.ps1"
$python = Initialize-Viz dev
# What judges the page comes once, through npm, as in scripts/environment; without it the tests that need it say so.
$node = Join-Path (Split-Path -Parent $PSScriptRoot) ".venv\node"
if ((Get-Command npm -ErrorAction SilentlyContinue) -and -not (Test-Path "$node\node_modules\gltf-validator")) {
    npm install --prefix $node --ignore-scripts --no-audit --no-fund --loglevel=error axe-core@4.14.1 typescript@5.9.3 `
        '@cesium/engine@24.0.0' gltf-validator@2.0.0-dev.3.10
}
Push-Location (Split-Path -Parent $PSScriptRoot)
try { & $python -m pytest @args } finally { Pop-Location }
exit $LASTEXITCODE
