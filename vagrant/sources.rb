# frozen_string_literal: true

# Wirebook's own files as one archive for the learner's machine. Ruby's own tar writer, because it is there wherever
# Vagrant is: on Windows as on macOS. Knows nothing of machines.
require "fileutils"
require "find"
require "rubygems/package"

module WirebookSources
  LEFT_OUT = %w[.git .build .vagrant node_modules].freeze
  # Packages that only tests and linters need: half of them all.
  NOT_SERVED = %w[@biomejs @typescript knip playwright-core typescript].freeze

  module_function

  # Vagrant wants the file to be there when it reads the Vagrantfile; what is in it comes later.
  def reserve(archive)
    FileUtils.mkdir_p(File.dirname(archive))
    FileUtils.touch(archive) unless File.exist?(archive)
  end

  # offline: with this computer's npm packages, the page as it was built here and, as .node/bin/node, its Node.
  def pack(repository, archive, offline: false)
    File.open(archive, "wb") do |file|
      Gem::Package::TarWriter.new(file) do |tar|
        add_files(tar, repository, "", LEFT_OUT)
        if offline
          build_page(repository)
          ["node_modules/", ".build/app/", ".build/app.sources"].each { |part| add_files(tar, repository, part, NOT_SERVED) }
          add(tar, node, ".node/bin/node")
        end
      end
    end
  end

  def add_files(tar, repository, part, left_out)
    Find.find(File.join(repository, part)) do |path|
      Find.prune if left_out.include?(File.basename(path))
      name = path.delete_prefix("#{repository}/")
      if File.symlink?(path)
        tar.add_symlink(name, File.readlink(path), 0o777)
      elsif File.file?(path)
        add(tar, path, name)
      end
    end
  end

  def build_page(repository)
    script = "import('./runner/setup/setup.mjs').then((setup) => { setup.installNpmPackages(); setup.buildPage(); })"
    system(node, "-e", script, chdir: repository, exception: true)
  end

  # Windows knows no executable files: what begins as a script is one.
  def add(tar, path, name)
    content = File.binread(path)
    mode = File.executable?(path) || content.start_with?("#!") ? 0o755 : 0o644
    tar.add_file_simple(name, mode, content.bytesize) { |entry| entry.write(content) }
  end

  def node
    found = ENV["PATH"].split(File::PATH_SEPARATOR).map { |folder| File.join(folder, "node") }.find { |path| File.executable?(path) }
    raise "WIREBOOK_OFFLINE=1 needs Node on this computer" unless found

    File.realpath(found)
  end
end
