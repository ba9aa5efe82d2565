/**
 * What a shell runs at the Tab key. Each asks `llmr completion words` for a value and its description per line;
 * `:files` and `:folders` leave the completion to the shell. Knows three shells and no command.
 */
const BASH = `# Load it with: source <(llmr completion bash)
_llmr() {
  local current=\${COMP_WORDS[COMP_CWORD]} value description
  [[ $current == = ]] && current=
  COMPREPLY=()
  while IFS=$'\\t' read -r value description; do
    case $value in
      :files) compopt -o filenames 2>/dev/null; while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "$current") ;;
      :folders) compopt -o filenames 2>/dev/null; while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -d -- "$current") ;;
      *) COMPREPLY+=("$value") ;;
    esac
  done < <(llmr completion words -- "\${COMP_WORDS[@]:0:COMP_CWORD+1}" 2>/dev/null)
}
complete -F _llmr llmr llmr-lint
`;

const ZSH = `#compdef llmr llmr-lint
# Load it with: source <(llmr completion zsh), after compinit
_llmr() {
  local line value description
  local -a values
  for line in "\${(@f)$(llmr completion words -- "\${(@)words[1,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      '') ;;
      :files) _files ;;
      :folders) _files -/ ;;
      *)
        value=\${line%%$'\\t'*}
        description=\${line#*$'\\t'}
        [[ $line == *$'\\t'* ]] || description=
        values+=("\${value//:/\\\\:}\${description:+:$description}") ;;
    esac
  done
  (( $#values )) && _describe llmr values
}
if [[ $funcstack[1] == _llmr ]]; then _llmr "$@"; else compdef _llmr llmr llmr-lint; fi
`;

const FISH = `# Load it with: llmr completion fish | source
function __llmr_words
    set -l current (commandline -ct)
    for line in (llmr completion words -- (commandline -opc) "$current" 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path "$current"
            case :folders
                __fish_complete_directories "$current" ''
            case '*'
                echo $line
        end
    end
end
complete -c llmr -f -a '(__llmr_words)'
complete -c llmr-lint -f -a '(__llmr_words)'
`;

export const SCRIPTS: Readonly<Record<string, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
