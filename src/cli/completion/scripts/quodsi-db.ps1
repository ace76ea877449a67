# Completion of quodsi-db in PowerShell. To have it in every session, put this line into $PROFILE:
#   quodsi-db completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName 'quodsi-db', 'quodsi-db.cmd', 'quodsi-db.ps1' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object {
            $_.Extent.EndOffset -lt $cursorPosition
        } | ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
        })
    $current = "$wordToComplete"
    if ($current -match '^[''"]') { $current = $current.Trim($current[0]) }
    # Before 7.3, quotes and empty words are lost on the way to a program: the words travel in base64.
    $json = ConvertTo-Json -InputObject @($words + $current) -Compress
    $line = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($json))
    $answer = & $commandAst.GetCommandName() __complete powershell $line 2>$null | Out-String
    if ([string]::IsNullOrWhiteSpace($answer)) { return }
    $found = ConvertFrom-Json $answer
    foreach ($candidate in $found.candidates) {
        $text = $candidate.value
        if ($text -notmatch '^[\w./=:-]+$') { $text = "'" + $text.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new($text, $candidate.value, 'ParameterValue', $candidate.description)
    }
    if ($found.files -ne 'none') {
        [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete) | Where-Object {
            $found.files -eq 'files' -or $_.ResultType -eq 'ProviderContainer'
        }
    }
}
