using System.CommandLine;

namespace Mockhaus.SampleServer;

/// <summary>Reads the command line: the options of the sample server, and settings of the host, which go to its configuration.</summary>
internal sealed class SampleCommandLine
{
    private const string FaultInjection = "--Mockhaus:Statements:SqlApi:FaultInjection:Enabled=true";

    /// <summary>Settings of the host without a colon in lower case; test hosts pass them.</summary>
    private static readonly string[] HostNames = ["--urls", "--environment", "--contentRoot", "--applicationName"];

    private readonly Option<string> _port = new("--port")
    {
        HelpName = "N",
        Description = "The port to listen on, on this machine only; 0 is any free port.",
        DefaultValueFactory = _ => "8084",
    };

    private readonly Option<bool> _https = new("--https")
    {
        Description = "Also answers HTTPS on the same port, with a certificate for localhost that is created at the start and valid for 30 days.",
    };

    private readonly Option<string> _certificateFile = Text("--cert-file", "FILE", "Writes that certificate to a file, so that clients can trust it. Implies --https.");

    private readonly Option<string> _database = Text(
        "--database",
        "FILE",
        "A DuckDB file for the users' data. Statements and results are kept in FILE.statements.db beside it, unless Mockhaus:Statements:Type says "
            + "otherwise. Without it, everything is in memory.");

    private readonly Option<string> _data = Text(
        "--data", "DIR", "Loads every CSV, JSON and Parquet file in DIR into a table named after it. A table that exists already is not changed.");

    private readonly Option<string> _redis = Text(
        "--redis",
        "PLACE",
        "Keeps statements and results in Redis, so that several servers share them. PLACE is HOST:PORT, a redis:// URL, or a configuration string.");

    private readonly Option<string> _history = Text(
        "--history",
        "PLACE",
        "Where the history of statements is kept, without the values of their SQL: a file, memory, redis, or none. By default FILE.history.db beside "
            + "--database, otherwise in the place of the statements.");

    private readonly Option<string> _migrateFrom = Text(
        "--migrate-from",
        "PLACE",
        "Copies all statements and results from one place to another and exits. A place is a statements file, such as FILE.statements.db of --database, "
            + "or Redis, as in --redis.");

    private readonly Option<string> _migrateTo = Text("--migrate-to", "PLACE", "Where --migrate-from copies to.");

    private readonly Option<string[]> _users = new("--user")
    {
        HelpName = "NAME=TOKEN",
        Description = "A token of a user, or sha256: and its hash. All tokens of a user are one session. May be given several times.",
    };

    private readonly Option<bool> _faults = new("--faults")
    {
        Description = "Lets requests ask for faults, to test clients (docs/sql-api.md#fault-injection).",
    };

    private readonly RootCommand _command;

    public SampleCommandLine()
    {
        _command = new(
            "A mock of Snowflake's SQL API on embedded DuckDB. Any setting of the host can be given as --NAME=VALUE, such as --AllowedHosts=my-host "
                + "or --Mockhaus:Statements:Results:MaxResultBytes=500000000.")
        {
            _port, _https, _certificateFile, _database, _data, _redis, _history, _migrateFrom, _migrateTo, _users, _faults,
        };
        _users.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => UserToken.SettingOf(token.Value, 0) is null))
            {
                result.AddError("--user has to be NAME=TOKEN, without a colon in the name.");
            }
        });
        _command.Validators.Add(result =>
        {
            if (result.GetResult(_migrateFrom) is null != result.GetResult(_migrateTo) is null)
            {
                result.AddError("--migrate-from and --migrate-to are given together.");
            }
        });
    }

    /// <summary>Reads the arguments. Where there is nothing to run (an error, --help, --version), writes that and returns the exit code.</summary>
    public (SampleArguments? Arguments, int ExitCode) Read(string[] args)
    {
        var settings = args.Where(IsHostSetting).ToList();
        var parsed = _command.Parse([.. args.Where(arg => !IsHostSetting(arg))], new() { ResponseFileTokenReplacer = null });
        if (parsed.Action is not null || parsed.Errors.Count > 0)
        {
            var exitCode = parsed.Invoke();
            return (null, parsed.Errors.Count > 0 ? 2 : exitCode);
        }

        settings.AddRange((parsed.GetValue(_users) ?? []).Select((text, number) => UserToken.SettingOf(text, number)!));
        if (parsed.GetValue(_faults))
        {
            settings.Add(FaultInjection);
        }

        var arguments = new SampleArguments(
            parsed.GetValue(_port)!,
            parsed.GetValue(_https),
            parsed.GetValue(_certificateFile),
            parsed.GetValue(_database),
            parsed.GetValue(_data),
            parsed.GetValue(_redis),
            parsed.GetValue(_history),
            parsed.GetValue(_migrateFrom),
            parsed.GetValue(_migrateTo),
            settings);
        return (arguments, 0);
    }

    private bool IsHostSetting(string arg) =>
        arg.Split('=', 2) is [['-', '-', var first, ..] name, _]
        && (char.IsAsciiLetterUpper(first) || HostNames.Contains(name) || (name.Contains(':', StringComparison.Ordinal) && !IsOption(name.Split(':')[0])));

    private bool IsOption(string name) => _command.Options.Any(option => option.Name == name);

    private static Option<string> Text(string name, string helpName, string description)
    {
        var option = new Option<string>(name) { HelpName = helpName, Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError($"{name} has to have a value.");
            }
        });
        return option;
    }
}
