; The Windows installer, for Inno Setup 6: iscc packaging\windows\ghostpilot.iss
; Run after `pyinstaller packaging/ghostpilot.spec`. It installs for one user, so no administrator
; is asked; it has not been built or run on Windows yet.
#define Name "GhostPilot"
#define Version "0.1.0"

[Setup]
AppId={{6F0B3B3E-2E0B-4B52-9B0D-3F3E1D6B7A55}
AppName={#Name}
AppVersion={#Version}
AppPublisher=The GhostPilot authors
DefaultDirName={autopf}\{#Name}
DefaultGroupName={#Name}
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\assets\icons\ghostpilot.ico
UninstallDisplayIcon={app}\ghostpilot-window.exe
OutputDir=..\..\dist
OutputBaseFilename=ghostpilot-{#Version}-windows-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
CloseApplications=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Files]
Source: "..\..\dist\ghostpilot\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\{#Name}"; Filename: "{app}\ghostpilot-window.exe"; Parameters: "run"
Name: "{autodesktop}\{#Name}"; Filename: "{app}\ghostpilot-window.exe"; Parameters: "run"; Tasks: desktopicon

[Run]
Filename: "{app}\ghostpilot-window.exe"; Parameters: "run"; Description: "{cm:LaunchProgram,{#Name}}"; Flags: nowait postinstall skipifsilent unchecked

[Registry]
; The program writes this value itself when it is to start with Windows; here it is only removed.
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Run"; ValueName: "GhostPilot"; ValueType: none; Flags: uninsdeletevalue

[UninstallDelete]
; Made again whenever it is missing.
Type: filesandordirs; Name: "{localappdata}\GhostPilot\Cache"
Type: dirifempty; Name: "{localappdata}\GhostPilot"

[Messages]
en.ConfirmUninstall=Remove %1? Your settings, prompts and recorded sessions stay in %APPDATA%\GhostPilot; delete that folder yourself if you do not want them.
de.ConfirmUninstall=%1 entfernen? Einstellungen, Prompts und aufgezeichnete Gespräche bleiben in %APPDATA%\GhostPilot; wer sie nicht mehr will, löscht diesen Ordner.
