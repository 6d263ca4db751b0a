# Windows: dot-sourced by run.ps1 and test.ps1; makes the virtual environment when it is missing or out of date.
# It has not been run on Windows yet. Usage: . scripts/setup.ps1; $python = Initialize-Viz run|dev
# The folder is $env:VIZ_VENV, or viz-venv in the user's local data: a short path, since Windows ends most at 260 letters.

function Invoke-Told {
    # Run a program; end with its code when it fails.
    & $args[0] $args[1..($args.Count - 1)] | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "$($args -join ' ') ended with $LASTEXITCODE" }
}

function Initialize-Viz([string]$Level) {
    $ErrorActionPreference = 'Stop'
    $root = Split-Path -Parent $PSScriptRoot
    $folder = if ($env:VIZ_VENV) { $env:VIZ_VENV } else { Join-Path $env:LOCALAPPDATA 'viz-venv' }
    $python = Join-Path $folder 'Scripts\python.exe'
    $files = (Join-Path $root 'pyproject.toml'), (Join-Path $root 'scripts\packages.py')
    $stamp = (($files | ForEach-Object { (Get-FileHash $_).Hash }) -join ' ') + " $root"
    $held = 'dev', $Level | Select-Object -Unique | ForEach-Object { Join-Path $folder "viz-$_" }
    foreach ($file in $held) {
        if ((Test-Path $file) -and (Test-Path $python) -and ((Get-Content $file -Raw -Encoding UTF8) -eq $stamp)) { return $python }
    }
    Write-Host "setting up $folder (once; a minute or two)"
    if (-not (Test-Path $python)) {
        if ($env:PYTHON) { Invoke-Told $env:PYTHON -m venv $folder }
        elseif (Get-Command py -ErrorAction SilentlyContinue) { Invoke-Told py -3 -m venv $folder }
        else { Invoke-Told python -m venv $folder }
    }
    $packages = Join-Path $folder 'packages.txt'
    $script = Join-Path $root 'scripts\packages.py'
    $lines = & $python $script $Level
    if ($LASTEXITCODE -ne 0) { throw "$script failed" }
    [IO.File]::WriteAllLines($packages, [string[]]$lines)
    $alone = & $python $script $Level --alone
    Invoke-Told $python -m pip install --quiet --disable-pip-version-check -r $packages
    Invoke-Told $python -m pip install --quiet --disable-pip-version-check --no-deps $alone --editable $root
    [IO.File]::WriteAllText((Join-Path $folder "viz-$Level"), $stamp)
    return $python
}
