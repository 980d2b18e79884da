using System.ComponentModel;
using System.Diagnostics;

namespace Relay.Benchmarks.Contestants;

/// <summary>nginx as a plain streaming proxy: it buffers neither way, keeps its connections, and logs nothing.</summary>
internal sealed class NginxContestant(int upstream, string folder, TimeProvider time) : Contestant("nginx", time)
{
    /// <inheritdoc/>
    public override bool IsManaged => false;

    /// <summary>The version that is installed, as nginx says it; null when none is.</summary>
    public static string? FindVersion()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("nginx", ["-v"]) { RedirectStandardError = true })!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return said.Split(": ")[^1].Trim();
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    protected override ChildProcess Launch(IReadOnlyDictionary<string, string> environment)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(file, Config());
        return ChildProcess.Start("nginx", ["-c", file, "-e", Path.Combine(folder, "error.log")], environment);
    }

    // Started by root, its workers would be nobody, who cannot write here.
    private static string User() => Environment.UserName == "root" ? "user root;" : "";

    private string Config() => FormattableString.Invariant($$"""
        {{User()}}
        daemon off;
        worker_processes auto;
        worker_rlimit_nofile 16384;
        pid {{folder}}/nginx.pid;
        error_log {{folder}}/error.log warn;
        events { worker_connections 8192; }
        http {
          access_log off;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          client_max_body_size 64m;
          keepalive_requests 1000000000;
          upstream provider {
            server 127.0.0.1:{{upstream}};
            keepalive 256;
            keepalive_requests 1000000000;
          }
          server {
            listen 127.0.0.1:{{Port}} backlog=4096;
            location / {
              proxy_pass http://provider;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_buffering off;
              proxy_request_buffering off;
              proxy_read_timeout 600s;
            }
          }
        }
        """);
}
