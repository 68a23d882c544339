@echo off
rem Opens this toolkit in the editor, in the browser of this computer. Double-click it in Windows.
setlocal DisableDelayedExpansion
title The editor of this toolkit
rem No program is looked for in the folder in which this happens to start.
set "NoDefaultCurrentDirectoryInExePath=1"
set "here=%~dp0."
set "python="
set "program="
if not exist "%~dp0mkdocs.yml" if not exist "%~dp0mkdocs.yaml" goto elsewhere

for %%p in ("%~dp0.venv\Scripts\python.exe" "%~dp0..\.venv\Scripts\python.exe" MADE_BY) do (set "tried=%%~p" & call :try)
if defined python goto python
for %%p in (toolkit-builder.exe) do set "program=%%~$PATH:p"
if not defined program if exist "%USERPROFILE%\.local\bin\toolkit-builder.exe" set "program=%USERPROFILE%\.local\bin\toolkit-builder.exe"
if defined program goto program
for %%p in (py.exe python.exe) do (set "tried=%%~$PATH:p" & call :try)
if defined python goto python

echo This computer does not have toolkit-builder yet, the program that opens this toolkit.
echo To get it, press the Windows key, type powershell, and press Enter. Paste this line there, and press Enter:
echo.
echo     powershell -ExecutionPolicy ByPass -c "irm https://astral.sh/uv/install.ps1 | iex"
echo.
echo Close that window, and open it once more in the same way. Then paste this line, and press Enter:
echo.
echo     uv tool install TOOLKIT-BUILDER.whl
echo.
echo In place of TOOLKIT-BUILDER.whl, drag the file that you were given into that window. Its name ends with .whl.
echo Then double-click this file again.
echo.
pause
exit /b 1

:try
if defined python exit /b
if not defined tried exit /b
if not exist "%tried%" exit /b
"%tried%" -P -c "import toolkit_builder" >nul 2>nul
if not errorlevel 1 set "python=%tried%"
exit /b

:python
"%python%" -P -m toolkit_builder edit "%here%" %*
if not %errorlevel%==0 goto stopped
exit /b 0

:program
"%program%" edit "%here%" %*
if not %errorlevel%==0 goto stopped
exit /b 0

:stopped
echo.
echo The editor stopped. The lines above say why.
echo.
pause
exit /b 1

:elsewhere
echo This file opens the toolkit in whose folder it is, and here is none.
echo Put it back into your toolkit's folder, beside mkdocs.yml, and double-click it there.
echo.
pause
exit /b 1
