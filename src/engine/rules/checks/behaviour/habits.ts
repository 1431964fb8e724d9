import type { Check } from '../../rule.js';
import { indexed } from '../../text-index.js';

/**
 * What a program does besides its work, each thing read off once for the whole file: it stays (`persistence`), switches
 * protection off or removes traces (`tampering`), looks for an analyst (`evasion`), copies itself, hides what it starts.
 */
const habits: Readonly<Record<string, readonly RegExp[]>> = {
  persistence: [
    /crontab["',\s]{1,4}-(?:["'\]\s,]|$)|crontab -l[^\n]{0,80}\|/m,
    /systemd\/(?:user|system)\/?[^\n]{0,60}\.service|systemctl[^\n]{0,20}\benable\b/,
    /reg(?:\.exe)? add[^\n]{0,80}CurrentVersion\\+Run|CurrentVersion\\+Run\b[^]{0,600}(?:SetValueEx|setStringValue|REG_SZ)/i,
    /\.(?:bashrc|zshrc|profile|bash_profile)["'`)][^]{0,200}(?:append|write|["']a["']|>>)|append\w*\([^\n]{0,80}\.(?:bashrc|zshrc|profile|bash_profile)/,
    /LaunchAgents[^]{0,400}(?:write|copy|\.plist)/,
    /Start Menu[^\n]{0,60}Startup|\bStartup["'\\/]/,
    /schtasks(?:\.exe)?["',\s]{1,5}\/create/i,
    /\.config\/autostart|["']autostart["']/,
    /\/etc\/(?:rc\.local|cron\.d\/|ld\.so\.preload)/,
  ],
  tampering: [
    /(?:Set|Add)-MpPreference|DisableRealtimeMonitoring|DisableAntiSpyware/,
    /advfirewall["',\s]+set[^\n]{0,40}state["',\s]+off|netsh firewall set opmode disable/,
    /(?:systemctl|service)\W{1,6}(?:args?\W{1,4})?(?:stop|disable|mask)\W{1,6}(?:auditd|rsyslog|syslog|falcon|clamav|apparmor|fail2ban|ufw|firewalld|iptables)|service (?:auditd|rsyslog|iptables|ufw) stop/,
    /setenforce["',\s]+0|iptables["',\s]+-F|ufw["',\s]+disable|csrutil disable|spctl --master-disable/,
    /history -c|HISTFILE=\/dev\/null|unset HISTFILE|HISTSIZE=0/,
    /wevtutil(?:\.exe)?["',\s]+cl\b|Clear-EventLog/,
    /(?:[tT]runcate\w*|write\w*|unlink\w*|rm\w*|[rR]emove\w*|delete|Create)\(\s*["'`]\/var\/log\/(?:wtmp|btmp|lastlog|auth\.log|secure|utmp)|\/var\/log\/(?:wtmp|btmp|lastlog|auth\.log|secure|utmp)[^]{0,300}(?:truncate|Truncate|O_TRUNC|fs::write|File::create|["']w["']|unlink|remove|writeFile|rmSync|delete)/,
    /taskkill[^\n]{0,60}(?:MsMpEng|avp\.exe|avast|msseces|mcshield|sentinel|cylance)|(?:net|sc)(?:\.exe)?["',\s]+stop["',\s]+(?:WinDefend|wscsvc|MBAMService|Sense)/i,
    /DisableTaskMgr|DisableRegistryTools|EnableLUA/,
    /tmutil["',\s]+(?:disable|delete)|(?:vssadmin|wmic)[^\n]{0,30}delete/i,
  ],
  spreading: [
    /npm["',\s]+publish|twine["',\s]+upload/,
    /autorun\.inf/i,
    /listdir\(["']\/(?:media|Volumes|mnt)|readdirSync\(["'`]\/(?:media|Volumes|mnt)|ascii_uppercase|GetLogicalDrives|GetDriveType|listRoots/,
    /known_hosts['"`][^]{0,300}(?:split|strip|\.lines|scp |ssh )|sshpass|arp -a/,
    /(?:Files\.walk|os\.walk|rglob|readdirSync)[^]{0,400}(?:endsWith|endswith)\(\s*["']\.(?:jar|py|js|exe|class)["']/,
  ],
  hiding: [
    /detached["']?:\s*true[^]{0,80}stdio["']?:\s*["']ignore|stdio["']?:\s*["']ignore["'][^]{0,80}detached["']?:\s*true/,
    /CREATE_NO_WINDOW|SW_HIDE|ProcessWindowStyle\.Hidden|CreateNoWindow\s*=\s*true|HideWindow|0x08000000|-WindowStyle Hidden|-w hidden/i,
    /["'`/](?:tmp|var\/tmp|dev\/shm|\.cache|\.local\/share|\.config)\/\.\w+/,
    /dos:hidden|attrib["',\s]+\+h|FILE_ATTRIBUTE_HIDDEN|SetFileAttributes/,
  ],
  reaching: [
    // A fixed address of the open Internet, without a name that anybody could look up.
    /["'`](?:https?|wss?|tcp):\/\/(?!(?:127|10|0)\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|8\.8\.|1\.[01]\.)\d{1,3}(?:\.\d{1,3}){3}\b/,
    /["'`](?!(?:127|10|0)\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|8\.8\.|1\.[01]\.|255\.|22[4-9]\.|23\d\.)\d{1,3}(?:\.\d{1,3}){3}["'`]?(?:\s*,\s*|:)\d{2,5}\b/,
  ],
  reporting: [
    // Sleeps whose length nobody can predict.
    /\b(?:sleep|Sleep|delay|Delay|setTimeout|usleep|sleep_for|from_secs|from_millis)\w*\s*\([^\n]{0,80}(?:\brand\w*|[rR]andom|gen_range|Intn|Next|jitter|uniform)\s*\(/,
    /(?:hostname|gethostname|HOSTNAME|COMPUTERNAME|MachineName|getLocalHost)[^]{0,400}(?:getuser|userInfo|whoami|USERNAME|UserName|user\.name|user\.Current|get_current_user|Etc\.getlogin|getlogin|["'`]USER["'`]|getpwuid|username\(\))/,
    /(?:getuser|userInfo|whoami|USERNAME|UserName|user\.name|user\.Current|get_current_user|Etc\.getlogin|getlogin|["'`]USER["'`]|getpwuid|username\(\))[^]{0,400}(?:hostname|gethostname|HOSTNAME|COMPUTERNAME|MachineName|getLocalHost)/,
  ],
  picking: [
    // The environment is gone through for whatever looks like a secret.
    /(?:os\.environ|process\.env|os\.Environ\(|env::vars|getenv\(\)|GetEnvironmentVariables|\bENV\b|\benviron\b|\$_(?:ENV|SERVER))[^]{0,300}(?:TOKEN|SECRET|PASS\w*|CREDENTIALS?)["'`\s|,]{1,6}(?:\w+["'`\s|,]{1,6}){0,3}(?:TOKEN|SECRET|KEY|PASS|CRED|AUTH|PWD|AWS)/i,
    /(?:TOKEN|SECRET|PASS\w*|CREDENTIALS?)["'`\s|,]{1,6}(?:\w+["'`\s|,]{1,6}){0,3}(?:TOKEN|SECRET|KEY|PASS|CRED|AUTH|PWD|AWS)[^]{0,300}(?:os\.environ\b(?!\[|\.get)|Object\.(?:entries|keys)\(process\.env|os\.Environ\(|env::vars|getenv\(\)|GetEnvironmentVariables|ENV\.(?:select|each|to_h|filter))/i,
  ],
  mining: [
    /\b4[0-9AB][1-9A-HJ-NP-Za-km-z]{93}\b/,
    /--(?:donate-level|cpu-priority|randomx|coin)\b|mining\.(?:subscribe|authorize|submit)|["']-o["'],[^\n]{0,60}["']-u["']/,
    /\b(?:xmrig|minerd|cpuminer|t-rex|nbminer|lolMiner|phoenixminer|ethminer|ccminer|teamredminer)\b/i,
    /\bpool\.[\w.-]+:\d{4,5}/,
  ],
  flooding: [
    /(?:while\s*\(?\s*(?:true|True|1|!0)\s*\)?\s*[:{]?|\bloop\s*\{|\bfor\s*\{|for\s*\(\s*;\s*;\s*\))[^]{0,300}\.?(?:[sS]end|sendto|send_to|SendTo|Write|connect|request|get|sendall)\(|setInterval\([^]{0,200},\s*[01]\)/,
    /(?:newFixedThreadPool\(\s*|range\(\s*|<\s*|threads?\w*\s*=\s*|\(0\.\.=?\s*)\d{3,}/i,
    /urandom\(\s*\d{3,}|new byte\[\s*(?:6[0-9]|1[0-9]|[3-9]\d?)\d{2,3}\s*\]|SOCK_RAW|randomBytes\(\s*\d{3,}|keep-alive|alloc\(\s*\d{4,}|make\(\[\]byte,\s*\d{3,}|\[0x\w\wu8;\s*\d{3,}\]|char\s+\w+\[\d{3,}\]/i,
    /DatagramSocket|UdpSocket|UdpClient|["']udp["']|SOCK_DGRAM|createSocket\(["']udp|SOCK_RAW|slowloris|flood|attack|ddos/i,
  ],
  evasion: [
    /(?:vmware|virtualbox|vbox|qemu|xen|hyper-?v|sandboxie|wine_get)[^\n]{0,60}(?:vmware|virtualbox|vbox|qemu|xen|sandbox|parallels)[^]{0,600}(?:exit\(|return;|return$|\bexit\b)/im,
    // Nothing happens on machines of some countries, names or sizes.
    /(?:getdefaultlocale|GetUserDefaultUILanguage|GetUserDefaultLangID|GetKeyboardLayout|Locale\.getDefault|CurrentCulture|InstalledUICulture|timezone|\bLANG\b)[^]{0,160}\b(?:ru|RU|be|by|kk|uk|UA|0x0?419|Moscow)\b[^]{0,120}(?:exit|return|Exit|abort)/,
    /(?:cpu_count\(\)|availableProcessors\(\)|ProcessorCount|NumCPU\(\)|os\.cpus\(\)\.length|dwNumberOfProcessors|hardware_concurrency\(\)|num_cpus::get\(\)|Etc\.nprocessors)\s*<=?\s*[1-4]\b[^\n]{0,80}\s*(?:\|\||\bor\b|\)?\s*\{?\s*(?:return|exit|sys\.exit|os\._exit|process\.exit|System\.exit|Environment\.Exit|os\.Exit))/,
    /IsDebuggerPresent|CheckRemoteDebuggerPresent|sbiedll|SbieDll|--inspect[^\n]{0,60}(?:exit|return)|TracerPid/,
    /(?:wireshark|procmon|x64dbg|ollydbg|processhacker|fiddler|ida64)[^]{0,200}(?:wireshark|procmon|x64dbg|ollydbg|processhacker|fiddler|tcpdump)/i,
  ],
};

const prepared = new Map(Object.entries(habits).map(([name, list]) => [name, list.map(indexed)]));

/** Fires with `least` different acts of one habit. */
export const habit: Check = function* (file, options) {
  const list = prepared.get(String(options['habit'])) ?? [];
  const { indexedBehaviour: index } = file;
  const first = file.tree.root.children.find((child) => child.named);
  const found = list.filter((one) => index.mayMatch(one) && one.regex.test(index.text)).length;
  if (first && found >= Number(options['least'] ?? 1)) yield { node: first };
};
