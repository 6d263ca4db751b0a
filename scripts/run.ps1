# Windows: set up what is missing, then run the show, or any other command: scripts\run.ps1 record -o eva.mp4 ...
# Needs Python 3.11 or later. It has not been run on Windows yet.
. "$PSScriptRoot\setup.ps1"
$python = Initialize-Viz run
& $python -m viz @args
exit $LASTEXITCODE
